CREATE TABLE `audit_log` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`actor_kind` text NOT NULL,
	`actor_id` text,
	`actor_name` text NOT NULL,
	`address` text,
	`action` text NOT NULL,
	`subject_kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`subject_name` text NOT NULL,
	`before` text,
	`after` text,
	CONSTRAINT "audit_log_actor_kind" CHECK("audit_log"."actor_kind" IN ('person', 'key', 'hub')),
	CONSTRAINT "audit_log_action" CHECK("audit_log"."action" GLOB '[a-z]*.[a-z]*'),
	CONSTRAINT "audit_log_before" CHECK(json_valid("audit_log"."before")),
	CONSTRAINT "audit_log_after" CHECK(json_valid("audit_log"."after"))
);
--> statement-breakpoint
CREATE INDEX `idx_audit_log_at` ON `audit_log` (`at`);--> statement-breakpoint
CREATE INDEX `idx_audit_log_actor` ON `audit_log` (`actor_name`,`at`);--> statement-breakpoint
CREATE INDEX `idx_audit_log_action` ON `audit_log` (`action`,`at`);--> statement-breakpoint
CREATE INDEX `idx_audit_log_subject` ON `audit_log` (`subject_kind`,`subject_id`,`at`);--> statement-breakpoint
CREATE TABLE `api_keys` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`prefix` text NOT NULL,
	`key_sha256` text NOT NULL,
	`access` text NOT NULL,
	`created_by` text,
	`expires_at` integer,
	`revoked_at` integer,
	`last_used_at` integer,
	`last_used_from` text,
	`created_at` integer DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)) NOT NULL,
	CONSTRAINT "api_keys_sha256" CHECK(length("api_keys"."key_sha256") = 64),
	CONSTRAINT "api_keys_name_length" CHECK(length("api_keys"."name") BETWEEN 1 AND 100),
	CONSTRAINT "api_keys_prefix_length" CHECK(length("api_keys"."prefix") BETWEEN 1 AND 12),
	CONSTRAINT "api_keys_access" CHECK("api_keys"."access" IN ('read', 'read-write'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_key_sha256_unique` ON `api_keys` (`key_sha256`);--> statement-breakpoint
ALTER TABLE `agent_tokens` ADD `last_used_from` text;--> statement-breakpoint
ALTER TABLE `agent_tokens` ADD `expires_at` integer;--> statement-breakpoint
ALTER TABLE `agent_tokens` ADD `prefix` text;--> statement-breakpoint
ALTER TABLE `enrolment_keys` ADD `last_used_from` text;--> statement-breakpoint
ALTER TABLE `enrolment_keys` ADD `prefix` text;--> statement-breakpoint
ALTER TABLE `enrolment_keys` ADD `created_by` text;--> statement-breakpoint
-- Append-only: what is in the audit log stays as it was written. A REPLACE would delete without asking the trigger for DELETE.
CREATE TRIGGER `trg_audit_log_no_update` BEFORE UPDATE ON `audit_log`
BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `trg_audit_log_no_delete` BEFORE DELETE ON `audit_log`
BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `trg_audit_log_no_replace` BEFORE INSERT ON `audit_log` WHEN EXISTS (SELECT 1 FROM `audit_log` WHERE `id` = NEW.`id`)
BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;
