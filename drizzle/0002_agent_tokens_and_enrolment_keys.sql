CREATE TABLE `agent_tokens` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`server_id` text NOT NULL,
	`token_sha256` text NOT NULL,
	`enrolled_with_sha256` text,
	`last_used_at` integer,
	`revoked_at` integer,
	`created_at` integer DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)) NOT NULL,
	FOREIGN KEY (`server_id`) REFERENCES `servers`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "agent_tokens_sha256" CHECK(length("agent_tokens"."token_sha256") = 64)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `agent_tokens_token_sha256_unique` ON `agent_tokens` (`token_sha256`);--> statement-breakpoint
CREATE INDEX `idx_agent_tokens_server` ON `agent_tokens` (`server_id`);--> statement-breakpoint
CREATE TABLE `enrolment_keys` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`key_sha256` text NOT NULL,
	`uses_max` integer,
	`uses_count` integer DEFAULT 0 NOT NULL,
	`expires_at` integer,
	`revoked_at` integer,
	`last_used_at` integer,
	`created_at` integer DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)) NOT NULL,
	CONSTRAINT "enrolment_keys_sha256" CHECK(length("enrolment_keys"."key_sha256") = 64),
	CONSTRAINT "enrolment_keys_name_length" CHECK(length("enrolment_keys"."name") BETWEEN 1 AND 100),
	CONSTRAINT "enrolment_keys_uses" CHECK("enrolment_keys"."uses_max" IS NULL OR "enrolment_keys"."uses_count" <= "enrolment_keys"."uses_max")
);
--> statement-breakpoint
CREATE UNIQUE INDEX `enrolment_keys_key_sha256_unique` ON `enrolment_keys` (`key_sha256`);