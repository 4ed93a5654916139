CREATE TABLE `config` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`updated_at` integer DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)) NOT NULL,
	CONSTRAINT "config_key_length" CHECK(length("config"."key") BETWEEN 1 AND 100),
	CONSTRAINT "config_value_json" CHECK(json_valid("config"."value"))
);
--> statement-breakpoint
CREATE TABLE `jobs` (
	`name` text PRIMARY KEY NOT NULL,
	`leased_by` text,
	`leased_until` integer,
	`next_run_at` integer DEFAULT 0 NOT NULL,
	`last_started_at` integer,
	`last_finished_at` integer,
	`last_duration_ms` integer,
	`last_error` text,
	`watching_since` integer
);
