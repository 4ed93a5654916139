DROP TABLE `audit_log`;
--> statement-breakpoint
DROP TABLE `api_keys`;
--> statement-breakpoint
ALTER TABLE `agent_tokens` DROP COLUMN `last_used_from`;
--> statement-breakpoint
ALTER TABLE `agent_tokens` DROP COLUMN `expires_at`;
--> statement-breakpoint
ALTER TABLE `agent_tokens` DROP COLUMN `prefix`;
--> statement-breakpoint
ALTER TABLE `enrolment_keys` DROP COLUMN `last_used_from`;
--> statement-breakpoint
ALTER TABLE `enrolment_keys` DROP COLUMN `prefix`;
--> statement-breakpoint
ALTER TABLE `enrolment_keys` DROP COLUMN `created_by`;
