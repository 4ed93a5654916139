ALTER TABLE `metrics` ADD `disk_worst_percent` real;--> statement-breakpoint
ALTER TABLE `metrics_1h` ADD `disk_worst_percent_min` real;--> statement-breakpoint
ALTER TABLE `metrics_1h` ADD `disk_worst_percent_max` real;--> statement-breakpoint
ALTER TABLE `metrics_1h` ADD `disk_worst_percent_sum` real;--> statement-breakpoint
ALTER TABLE `metrics_1h` ADD `disk_worst_percent_count` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE `metrics` SET `disk_worst_percent` = (
  SELECT max(value->>'percent') FROM metrics_snapshot AS s, json_each(s.metric_data)
  WHERE s.server_id = metrics.server_id AND s.metric_type = 'filesystems' AND s.timestamp = metrics.timestamp);
--> statement-breakpoint
UPDATE `metrics_1h` SET
  `disk_worst_percent_min` = (SELECT min(m.disk_worst_percent) FROM metrics AS m WHERE m.server_id = metrics_1h.server_id AND m.timestamp BETWEEN metrics_1h.bucket_start AND metrics_1h.bucket_start + 3599999),
  `disk_worst_percent_max` = (SELECT max(m.disk_worst_percent) FROM metrics AS m WHERE m.server_id = metrics_1h.server_id AND m.timestamp BETWEEN metrics_1h.bucket_start AND metrics_1h.bucket_start + 3599999),
  `disk_worst_percent_sum` = (SELECT sum(m.disk_worst_percent) FROM metrics AS m WHERE m.server_id = metrics_1h.server_id AND m.timestamp BETWEEN metrics_1h.bucket_start AND metrics_1h.bucket_start + 3599999),
  `disk_worst_percent_count` = (SELECT count(m.disk_worst_percent) FROM metrics AS m WHERE m.server_id = metrics_1h.server_id AND m.timestamp BETWEEN metrics_1h.bucket_start AND metrics_1h.bucket_start + 3599999);
