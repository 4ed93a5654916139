CREATE TABLE `__old_metrics_1h` (
	`server_id` text NOT NULL,
	`bucket_start` integer NOT NULL,
	`sample_count` integer NOT NULL,
	`cpu_percent_min` real,
	`cpu_percent_max` real,
	`cpu_percent_sum` real,
	`cpu_percent_count` integer NOT NULL,
	`memory_percent_min` real,
	`memory_percent_max` real,
	`memory_percent_sum` real,
	`memory_percent_count` integer NOT NULL,
	`disk_percent_min` real,
	`disk_percent_max` real,
	`disk_percent_sum` real,
	`disk_percent_count` integer NOT NULL, `disk_worst_percent_min` real, `disk_worst_percent_max` real, `disk_worst_percent_sum` real, `disk_worst_percent_count` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`server_id`, `bucket_start`),
	FOREIGN KEY (`server_id`) REFERENCES `servers`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "metrics_1h_aligned" CHECK("__old_metrics_1h"."bucket_start" % 3600000 = 0)
);
--> statement-breakpoint
INSERT INTO `__old_metrics_1h`(`server_id`, `bucket_start`, `sample_count`, `cpu_percent_min`, `cpu_percent_max`, `cpu_percent_sum`, `cpu_percent_count`, `memory_percent_min`, `memory_percent_max`, `memory_percent_sum`, `memory_percent_count`, `disk_percent_min`, `disk_percent_max`, `disk_percent_sum`, `disk_percent_count`, `disk_worst_percent_min`, `disk_worst_percent_max`, `disk_worst_percent_sum`, `disk_worst_percent_count`)
SELECT `server_id`,
  `bucket_start`,
  `sample_count`,
  `cpu_percent_min`,
  coalesce(`cpu_percent_max`, `cpu_percent_min`),
  coalesce(`cpu_percent_sum`, `cpu_percent_min` * coalesce(`cpu_percent_count`, `sample_count`)),
  CASE WHEN `cpu_percent_min` IS NULL THEN 0 ELSE coalesce(`cpu_percent_count`, `sample_count`) END,
  `memory_percent_min`,
  coalesce(`memory_percent_max`, `memory_percent_min`),
  coalesce(`memory_percent_sum`, `memory_percent_min` * coalesce(`memory_percent_count`, `sample_count`)),
  CASE WHEN `memory_percent_min` IS NULL THEN 0 ELSE coalesce(`memory_percent_count`, `sample_count`) END,
  `disk_percent_min`,
  coalesce(`disk_percent_max`, `disk_percent_min`),
  coalesce(`disk_percent_sum`, `disk_percent_min` * coalesce(`disk_percent_count`, `sample_count`)),
  CASE WHEN `disk_percent_min` IS NULL THEN 0 ELSE coalesce(`disk_percent_count`, `sample_count`) END,
  `disk_worst_percent_min`,
  coalesce(`disk_worst_percent_max`, `disk_worst_percent_min`),
  coalesce(`disk_worst_percent_sum`, `disk_worst_percent_min` * coalesce(`disk_worst_percent_count`, `sample_count`)),
  CASE WHEN `disk_worst_percent_min` IS NULL THEN 0 ELSE coalesce(`disk_worst_percent_count`, `sample_count`) END
FROM `metrics_1h`;
--> statement-breakpoint
DROP TABLE `metrics_1h`;
--> statement-breakpoint
ALTER TABLE `__old_metrics_1h` RENAME TO `metrics_1h`;
--> statement-breakpoint
DROP TABLE `database_sizes`;
--> statement-breakpoint
DROP TABLE `archive_policy`;
--> statement-breakpoint
DROP TABLE `series_1d`;
--> statement-breakpoint
DROP TABLE `series_1h`;
--> statement-breakpoint
DROP TABLE `series`;
--> statement-breakpoint
DROP TABLE `rollup_progress`;
--> statement-breakpoint
DROP TABLE `metrics_5m`;
--> statement-breakpoint
DROP TABLE `metrics_1d`;
