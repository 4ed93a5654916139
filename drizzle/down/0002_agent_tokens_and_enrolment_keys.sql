DROP TABLE `agent_tokens`;
--> statement-breakpoint
DROP TABLE `enrolment_keys`;
