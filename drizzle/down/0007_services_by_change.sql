ALTER TABLE `servers` DROP COLUMN `services_stored_at`;
--> statement-breakpoint
ALTER TABLE `servers` DROP COLUMN `services_digest`;
