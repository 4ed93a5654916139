CREATE TABLE `metrics` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`server_id` text NOT NULL,
	`timestamp` integer NOT NULL,
	`cpu_percent` real,
	`memory_percent` real,
	`memory_total_mb` integer,
	`memory_used_mb` integer,
	`swap_total_mb` integer,
	`swap_used_mb` integer,
	`disk_percent` real,
	`disk_total_gb` real,
	`disk_used_gb` real,
	`network_rx_bytes` integer,
	`network_tx_bytes` integer,
	`load_1m` real,
	`load_5m` real,
	`load_15m` real,
	`uptime_seconds` integer,
	`temperature_celsius` real,
	FOREIGN KEY (`server_id`) REFERENCES `servers`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `idx_metrics_server_timestamp` ON `metrics` (`server_id`,`timestamp`);--> statement-breakpoint
CREATE TABLE `metrics_snapshot` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`server_id` text NOT NULL,
	`timestamp` integer NOT NULL,
	`metric_type` text NOT NULL,
	`metric_data` text NOT NULL,
	`created_at` integer DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)) NOT NULL,
	FOREIGN KEY (`server_id`) REFERENCES `servers`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "metrics_snapshot_type_length" CHECK(length("metrics_snapshot"."metric_type") BETWEEN 1 AND 50),
	CONSTRAINT "metrics_snapshot_data_json" CHECK(json_valid("metrics_snapshot"."metric_data"))
);
--> statement-breakpoint
CREATE INDEX `idx_metrics_type_timestamp` ON `metrics_snapshot` (`metric_type`,`timestamp`);--> statement-breakpoint
CREATE UNIQUE INDEX `uq_metrics_snapshot_server_type_timestamp` ON `metrics_snapshot` (`server_id`,`metric_type`,`timestamp`);--> statement-breakpoint
CREATE TABLE `server_tags` (
	`server_id` text NOT NULL,
	`tag` text NOT NULL,
	PRIMARY KEY(`server_id`, `tag`),
	FOREIGN KEY (`server_id`) REFERENCES `servers`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "server_tags_tag_length" CHECK(length("server_tags"."tag") BETWEEN 1 AND 40)
);
--> statement-breakpoint
CREATE INDEX `idx_server_tags_tag` ON `server_tags` (`tag`);--> statement-breakpoint
CREATE TABLE `servers` (
	`id` text PRIMARY KEY NOT NULL,
	`guid` text,
	`hostname` text NOT NULL,
	`display_name` text,
	`ip_address` text,
	`status` text DEFAULT 'unknown' NOT NULL,
	`status_changed_at` integer,
	`os_distribution` text,
	`os_version` text,
	`kernel_version` text,
	`architecture` text,
	`os_info` text GENERATED ALWAYS AS (json_object('distribution', os_distribution, 'version', os_version, 'kernel', kernel_version, 'architecture', architecture)) VIRTUAL,
	`cpu_model` text,
	`cpu_cores` integer,
	`machine_type` text DEFAULT 'server' NOT NULL,
	`machine_category` text,
	`tdp_watts` integer,
	`idle_watts` integer,
	`agent_version` text,
	`boot_id` text,
	`heartbeat_interval_seconds` integer DEFAULT 60 NOT NULL,
	`clock_skew_ms` integer,
	`spooled_count` integer,
	`last_seen` integer,
	`offline_after` integer,
	`paused_at` integer,
	`updates_available` integer,
	`security_updates` integer,
	`created_at` integer DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)) NOT NULL,
	`updated_at` integer DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)) NOT NULL,
	CONSTRAINT "servers_id_slug" CHECK("servers"."id" GLOB '[a-z0-9]*' AND "servers"."id" NOT GLOB '*[^a-z0-9-]*' AND length("servers"."id") <= 100),
	CONSTRAINT "servers_hostname_length" CHECK(length("servers"."hostname") BETWEEN 1 AND 255),
	CONSTRAINT "servers_ip_address_length" CHECK(length("servers"."ip_address") <= 45),
	CONSTRAINT "servers_status" CHECK("servers"."status" IN ('online', 'offline', 'unknown')),
	CONSTRAINT "servers_machine_type" CHECK("servers"."machine_type" IN ('server', 'workstation')),
	CONSTRAINT "servers_os_distribution_length" CHECK(length("servers"."os_distribution") <= 100),
	CONSTRAINT "servers_os_version_length" CHECK(length("servers"."os_version") <= 100),
	CONSTRAINT "servers_kernel_version_length" CHECK(length("servers"."kernel_version") <= 100),
	CONSTRAINT "servers_architecture_length" CHECK(length("servers"."architecture") <= 20),
	CONSTRAINT "servers_tdp_watts" CHECK("servers"."tdp_watts" BETWEEN 0 AND 10000),
	CONSTRAINT "servers_idle_watts" CHECK("servers"."idle_watts" BETWEEN 0 AND 10000),
	CONSTRAINT "servers_heartbeat_interval" CHECK("servers"."heartbeat_interval_seconds" BETWEEN 1 AND 86400)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `servers_guid_unique` ON `servers` (`guid`);--> statement-breakpoint
CREATE INDEX `idx_servers_offline_after` ON `servers` (`offline_after`);--> statement-breakpoint
CREATE INDEX `idx_servers_updated_at` ON `servers` (`updated_at`);