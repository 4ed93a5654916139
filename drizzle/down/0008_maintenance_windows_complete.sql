CREATE TABLE `__old_maintenance_windows` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`server_id` text,
	`tag` text,
	`starts_at` integer,
	`ends_at` integer,
	`weekdays` text,
	`start_minute` integer,
	`duration_minutes` integer,
	`time_zone` text,
	`created_at` integer DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)) NOT NULL,
	`updated_at` integer DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)) NOT NULL,
	FOREIGN KEY (`server_id`) REFERENCES `servers`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "maintenance_windows_name_length" CHECK(length("__old_maintenance_windows"."name") BETWEEN 1 AND 100),
	CONSTRAINT "maintenance_windows_for_whom" CHECK("__old_maintenance_windows"."server_id" IS NULL OR "__old_maintenance_windows"."tag" IS NULL),
	CONSTRAINT "maintenance_windows_when" CHECK(("__old_maintenance_windows"."starts_at" IS NOT NULL AND "__old_maintenance_windows"."ends_at" > "__old_maintenance_windows"."starts_at" AND "__old_maintenance_windows"."weekdays" IS NULL)
        OR ("__old_maintenance_windows"."starts_at" IS NULL AND json_valid("__old_maintenance_windows"."weekdays") AND "__old_maintenance_windows"."start_minute" BETWEEN 0 AND 1439
          AND "__old_maintenance_windows"."duration_minutes" BETWEEN 1 AND 10080 AND "__old_maintenance_windows"."time_zone" IS NOT NULL))
);
--> statement-breakpoint
INSERT INTO `__old_maintenance_windows`("id", "name", "server_id", "tag", "starts_at", "ends_at", "weekdays", "start_minute", "duration_minutes", "time_zone", "created_at", "updated_at") SELECT "id", "name", "server_id", "tag", "starts_at", "ends_at", "weekdays", "start_minute", "duration_minutes", "time_zone", "created_at", "updated_at" FROM `maintenance_windows`;
--> statement-breakpoint
DROP TABLE `maintenance_windows`;
--> statement-breakpoint
ALTER TABLE `__old_maintenance_windows` RENAME TO `maintenance_windows`;
