DROP TABLE `sign_in_failures`;
--> statement-breakpoint
DROP TABLE `known_devices`;
--> statement-breakpoint
DROP TABLE `two_factors`;
--> statement-breakpoint
DROP TABLE `verifications`;
--> statement-breakpoint
DROP TABLE `accounts`;
--> statement-breakpoint
DROP TABLE `sessions`;
--> statement-breakpoint
DROP TABLE `users`;
