DROP TABLE `metrics_snapshot`;
--> statement-breakpoint
DROP TABLE `metrics`;
--> statement-breakpoint
DROP TABLE `server_tags`;
--> statement-breakpoint
DROP TABLE `servers`;
