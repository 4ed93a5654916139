CREATE TABLE `__new_audit_log` (
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
	CONSTRAINT "audit_log_actor_kind" CHECK("__new_audit_log"."actor_kind" IN ('person', 'key', 'hub')),
	CONSTRAINT "audit_log_action" CHECK("__new_audit_log"."action" GLOB '[a-z]*.[a-z]*'),
	CONSTRAINT "audit_log_before" CHECK("__new_audit_log"."before" IS NULL OR json_valid("__new_audit_log"."before")),
	CONSTRAINT "audit_log_after" CHECK("__new_audit_log"."after" IS NULL OR json_valid("__new_audit_log"."after"))
);
--> statement-breakpoint
INSERT INTO `__new_audit_log`("id", "at", "actor_kind", "actor_id", "actor_name", "address", "action", "subject_kind", "subject_id", "subject_name", "before", "after") SELECT "id", "at", "actor_kind", "actor_id", "actor_name", "address", "action", "subject_kind", "subject_id", "subject_name", "before", "after" FROM `audit_log`;--> statement-breakpoint
DROP TABLE `audit_log`;--> statement-breakpoint
ALTER TABLE `__new_audit_log` RENAME TO `audit_log`;--> statement-breakpoint
CREATE INDEX `idx_audit_log_at` ON `audit_log` (`at`);--> statement-breakpoint
CREATE INDEX `idx_audit_log_actor` ON `audit_log` (`actor_name`,`at`);--> statement-breakpoint
CREATE INDEX `idx_audit_log_action` ON `audit_log` (`action`,`at`);--> statement-breakpoint
CREATE INDEX `idx_audit_log_subject` ON `audit_log` (`subject_kind`,`subject_id`,`at`);--> statement-breakpoint
-- The rebuild dropped the triggers with the table.
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
