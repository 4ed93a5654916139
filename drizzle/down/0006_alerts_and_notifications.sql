DROP TABLE `maintenance_windows`;
--> statement-breakpoint
DROP TABLE `notifications`;
--> statement-breakpoint
DROP TABLE `notification_channels`;
--> statement-breakpoint
DROP TABLE `alert_events`;
--> statement-breakpoint
DROP TABLE `alert_states`;
--> statement-breakpoint
DROP TABLE `alerts`;
--> statement-breakpoint
ALTER TABLE `servers` DROP COLUMN `spool_dropped_count`;
