ALTER TABLE `metrics_1h` DROP COLUMN `disk_worst_percent_count`;
--> statement-breakpoint
ALTER TABLE `metrics_1h` DROP COLUMN `disk_worst_percent_sum`;
--> statement-breakpoint
ALTER TABLE `metrics_1h` DROP COLUMN `disk_worst_percent_max`;
--> statement-breakpoint
ALTER TABLE `metrics_1h` DROP COLUMN `disk_worst_percent_min`;
--> statement-breakpoint
ALTER TABLE `metrics` DROP COLUMN `disk_worst_percent`;
