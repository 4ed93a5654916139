ALTER TABLE `servers` ADD `services_digest` text;--> statement-breakpoint
ALTER TABLE `servers` ADD `services_stored_at` integer;