DROP TRIGGER `trg_servers_updated_at`;
--> statement-breakpoint
DROP TRIGGER `trg_config_updated_at`;
