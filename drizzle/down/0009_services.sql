ALTER TABLE `servers` DROP COLUMN `services_seen_at`;
--> statement-breakpoint
DROP TABLE `service_status`;
--> statement-breakpoint
DROP TABLE `expected_services`;
