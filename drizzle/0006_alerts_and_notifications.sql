CREATE TABLE `alert_events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`alert_id` integer NOT NULL,
	`kind` text NOT NULL,
	`at` integer NOT NULL,
	`severity` text,
	`value` real,
	`actor` text,
	`note` text,
	`created_at` integer DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)) NOT NULL,
	FOREIGN KEY (`alert_id`) REFERENCES `alerts`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "alert_events_kind" CHECK("alert_events"."kind" IN ('opened', 'escalated', 'deescalated', 'reminded', 'acknowledged', 'stale', 'resumed', 'suppressed', 'flapping', 'steady', 'resolved')),
	CONSTRAINT "alert_events_note_length" CHECK(length("alert_events"."note") <= 2000)
);
--> statement-breakpoint
CREATE INDEX `idx_alert_events_alert` ON `alert_events` (`alert_id`,`at`);--> statement-breakpoint
CREATE TABLE `alert_states` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`server_id` text NOT NULL,
	`metric_type` text NOT NULL,
	`current_severity` text,
	`consecutive_breaches` integer DEFAULT 0 NOT NULL,
	`consecutive_clears` integer DEFAULT 0 NOT NULL,
	`current_value` real,
	`first_breach_at` integer,
	`last_notified_at` integer,
	`resolved_at` integer,
	`alert_id` integer,
	`changes` text DEFAULT '[]' NOT NULL,
	`flapping_since` integer,
	`created_at` integer DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)) NOT NULL,
	`updated_at` integer DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)) NOT NULL,
	FOREIGN KEY (`server_id`) REFERENCES `servers`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`alert_id`) REFERENCES `alerts`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "alert_states_metric_type_length" CHECK(length("alert_states"."metric_type") BETWEEN 1 AND 320),
	CONSTRAINT "alert_states_severity" CHECK("alert_states"."current_severity" IS NULL OR "alert_states"."current_severity" IN ('critical', 'high', 'medium', 'low')),
	CONSTRAINT "alert_states_counts" CHECK("alert_states"."consecutive_breaches" >= 0 AND "alert_states"."consecutive_clears" >= 0),
	CONSTRAINT "alert_states_changes_json" CHECK(json_valid("alert_states"."changes"))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `uq_server_metric` ON `alert_states` (`server_id`,`metric_type`);--> statement-breakpoint
CREATE INDEX `idx_alert_states_alert` ON `alert_states` (`alert_id`);--> statement-breakpoint
CREATE TABLE `alerts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`server_id` text NOT NULL,
	`alert_type` text NOT NULL,
	`subject` text DEFAULT '' NOT NULL,
	`severity` text NOT NULL,
	`status` text DEFAULT 'open' NOT NULL,
	`title` text NOT NULL,
	`message` text,
	`threshold_value` real,
	`actual_value` real,
	`peak_value` real,
	`created_at` integer DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)) NOT NULL,
	`acknowledged_at` integer,
	`acknowledged_by` text,
	`stale_at` integer,
	`resolved_at` integer,
	`auto_resolved` integer DEFAULT false NOT NULL,
	`updated_at` integer DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)) NOT NULL,
	FOREIGN KEY (`server_id`) REFERENCES `servers`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "alerts_type" CHECK("alerts"."alert_type" IN ('cpu', 'memory', 'disk', 'load', 'offline', 'network', 'service_down', 'service_unknown', 'service_restarts', 'capacity')),
	CONSTRAINT "alerts_severity" CHECK("alerts"."severity" IN ('critical', 'high', 'medium', 'low')),
	CONSTRAINT "alerts_status" CHECK("alerts"."status" IN ('open', 'acknowledged', 'resolved')),
	CONSTRAINT "alerts_title_length" CHECK(length("alerts"."title") BETWEEN 1 AND 255),
	CONSTRAINT "alerts_subject_length" CHECK(length("alerts"."subject") <= 300),
	CONSTRAINT "alerts_auto_resolved" CHECK("alerts"."auto_resolved" IN (0, 1)),
	CONSTRAINT "alerts_resolved_at" CHECK(("alerts"."status" = 'resolved') = ("alerts"."resolved_at" IS NOT NULL))
);
--> statement-breakpoint
CREATE INDEX `idx_alerts_server_status` ON `alerts` (`server_id`,`status`);--> statement-breakpoint
CREATE INDEX `idx_alerts_severity_status` ON `alerts` (`severity`,`status`);--> statement-breakpoint
CREATE INDEX `idx_alerts_created_at` ON `alerts` (`created_at`);--> statement-breakpoint
CREATE INDEX `idx_alerts_status_created_at` ON `alerts` (`status`,`created_at`);--> statement-breakpoint
CREATE INDEX `idx_alerts_updated_at` ON `alerts` (`updated_at`);--> statement-breakpoint
CREATE UNIQUE INDEX `uq_alerts_active` ON `alerts` (`server_id`,`alert_type`,`subject`) WHERE status <> 'resolved';--> statement-breakpoint
CREATE TABLE `maintenance_windows` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`server_id` text,
	`tag` text,
	`starts_at` integer,
	`ends_at` integer,
	`weekdays` text,
	`start_minute` integer,
	`duration_minutes` integer,
	`time_zone` text,
	`created_at` integer DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)) NOT NULL,
	`updated_at` integer DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)) NOT NULL,
	FOREIGN KEY (`server_id`) REFERENCES `servers`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "maintenance_windows_name_length" CHECK(length("maintenance_windows"."name") BETWEEN 1 AND 100),
	CONSTRAINT "maintenance_windows_for_whom" CHECK("maintenance_windows"."server_id" IS NULL OR "maintenance_windows"."tag" IS NULL),
	CONSTRAINT "maintenance_windows_when" CHECK(("maintenance_windows"."starts_at" IS NOT NULL AND "maintenance_windows"."ends_at" > "maintenance_windows"."starts_at" AND "maintenance_windows"."weekdays" IS NULL)
        OR ("maintenance_windows"."starts_at" IS NULL AND json_valid("maintenance_windows"."weekdays") AND "maintenance_windows"."start_minute" BETWEEN 0 AND 1439
          AND "maintenance_windows"."duration_minutes" BETWEEN 1 AND 10080 AND "maintenance_windows"."time_zone" IS NOT NULL))
);
--> statement-breakpoint
CREATE TABLE `notification_channels` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`type` text NOT NULL,
	`is_enabled` integer DEFAULT true NOT NULL,
	`min_severity` text DEFAULT 'low' NOT NULL,
	`settings` text NOT NULL,
	`created_at` integer DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)) NOT NULL,
	`updated_at` integer DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)) NOT NULL,
	CONSTRAINT "notification_channels_name_length" CHECK(length("notification_channels"."name") BETWEEN 1 AND 100),
	CONSTRAINT "notification_channels_type" CHECK("notification_channels"."type" IN ('slack', 'discord', 'ntfy', 'gotify', 'telegram', 'pushover', 'email', 'apprise', 'webhook')),
	CONSTRAINT "notification_channels_min_severity" CHECK("notification_channels"."min_severity" IN ('critical', 'high', 'medium', 'low')),
	CONSTRAINT "notification_channels_settings_json" CHECK(json_valid("notification_channels"."settings"))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notification_channels_name_unique` ON `notification_channels` (`name`);--> statement-breakpoint
CREATE TABLE `notifications` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`idempotency_key` text NOT NULL,
	`alert_id` integer,
	`channel_id` integer,
	`event` text NOT NULL,
	`severity` text NOT NULL,
	`at` integer NOT NULL,
	`content` text NOT NULL,
	`status` text DEFAULT 'waiting' NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_attempt_at` integer NOT NULL,
	`leased_by` text,
	`leased_until` integer,
	`answer` text,
	`answer_status` integer,
	`finished_at` integer,
	`created_at` integer DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)) NOT NULL,
	FOREIGN KEY (`alert_id`) REFERENCES `alerts`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`channel_id`) REFERENCES `notification_channels`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "notifications_event" CHECK("notifications"."event" IN ('opened', 'escalated', 'reminder', 'resolved', 'flapping', 'digest')),
	CONSTRAINT "notifications_severity" CHECK("notifications"."severity" IN ('critical', 'high', 'medium', 'low')),
	CONSTRAINT "notifications_status" CHECK("notifications"."status" IN ('waiting', 'sent', 'failed', 'merged', 'dropped')),
	CONSTRAINT "notifications_content_json" CHECK(json_valid("notifications"."content")),
	CONSTRAINT "notifications_finished_at" CHECK(("notifications"."status" = 'waiting') = ("notifications"."finished_at" IS NULL))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notifications_idempotency_key_unique` ON `notifications` (`idempotency_key`);--> statement-breakpoint
CREATE INDEX `idx_notifications_due` ON `notifications` (`next_attempt_at`) WHERE status = 'waiting';--> statement-breakpoint
CREATE INDEX `idx_notifications_alert` ON `notifications` (`alert_id`);--> statement-breakpoint
CREATE INDEX `idx_notifications_channel` ON `notifications` (`channel_id`);--> statement-breakpoint
ALTER TABLE `servers` ADD `spool_dropped_count` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE TRIGGER `trg_alerts_updated_at` AFTER UPDATE ON `alerts` FOR EACH ROW WHEN NEW.`updated_at` = OLD.`updated_at`
BEGIN
  UPDATE `alerts` SET `updated_at` = max(CAST(unixepoch('subsec') * 1000 AS INTEGER), OLD.`updated_at` + 1) WHERE `id` = NEW.`id`;
END;
