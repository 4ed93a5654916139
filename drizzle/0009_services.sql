CREATE TABLE `expected_services` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`server_id` text NOT NULL,
	`service_name` text NOT NULL,
	`display_name` text,
	`is_critical` integer DEFAULT false NOT NULL,
	`enabled` integer DEFAULT true NOT NULL,
	`created_at` integer DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)) NOT NULL,
	FOREIGN KEY (`server_id`) REFERENCES `servers`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "expected_services_name_length" CHECK(length("expected_services"."service_name") BETWEEN 1 AND 255),
	CONSTRAINT "expected_services_display_name_length" CHECK(length("expected_services"."display_name") BETWEEN 1 AND 255),
	CONSTRAINT "expected_services_is_critical" CHECK("expected_services"."is_critical" IN (0, 1)),
	CONSTRAINT "expected_services_enabled" CHECK("expected_services"."enabled" IN (0, 1))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `uq_server_service_name` ON `expected_services` (`server_id`,`service_name`);--> statement-breakpoint
CREATE INDEX `idx_expected_services_server` ON `expected_services` (`server_id`);--> statement-breakpoint
CREATE TABLE `service_status` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`server_id` text NOT NULL,
	`service_name` text NOT NULL,
	`status` text NOT NULL,
	`status_reason` text,
	`pid` integer,
	`memory_mb` real,
	`cpu_percent` real,
	`timestamp` integer NOT NULL,
	`last_seen_at` integer,
	`known_until` integer,
	`restarts` integer DEFAULT 0 NOT NULL,
	`restart_counter` integer,
	`exit_status` integer,
	`started_at` integer,
	FOREIGN KEY (`server_id`) REFERENCES `servers`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "service_status_name_length" CHECK(length("service_status"."service_name") BETWEEN 1 AND 255),
	CONSTRAINT "service_status_status" CHECK("service_status"."status" IN ('running', 'stopped', 'failed', 'unknown')),
	CONSTRAINT "service_status_reason_length" CHECK(length("service_status"."status_reason") <= 500),
	CONSTRAINT "service_status_restarts" CHECK("service_status"."restarts" >= 0),
	CONSTRAINT "service_status_order" CHECK("service_status"."last_seen_at" >= "service_status"."timestamp")
);
--> statement-breakpoint
CREATE INDEX `idx_service_status_server_time` ON `service_status` (`server_id`,`timestamp`);--> statement-breakpoint
CREATE INDEX `idx_service_status_service` ON `service_status` (`server_id`,`service_name`,`timestamp`);--> statement-breakpoint
ALTER TABLE `servers` ADD `services_seen_at` integer;