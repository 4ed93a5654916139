DROP TABLE `jobs`;
--> statement-breakpoint
DROP TABLE `config`;
