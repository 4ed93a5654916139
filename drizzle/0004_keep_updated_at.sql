-- "Changes on update", also for an UPDATE typed into a shell. Whoever sets updated_at himself is left alone.
-- A migration that rebuilds one of these tables drops its trigger with it and has to make it again.
CREATE TRIGGER `trg_servers_updated_at` AFTER UPDATE ON `servers` FOR EACH ROW WHEN NEW.`updated_at` = OLD.`updated_at`
BEGIN
  UPDATE `servers` SET `updated_at` = max(CAST(unixepoch('subsec') * 1000 AS INTEGER), OLD.`updated_at` + 1) WHERE `id` = NEW.`id`;
END;
--> statement-breakpoint
CREATE TRIGGER `trg_config_updated_at` AFTER UPDATE ON `config` FOR EACH ROW WHEN NEW.`updated_at` = OLD.`updated_at`
BEGIN
  UPDATE `config` SET `updated_at` = max(CAST(unixepoch('subsec') * 1000 AS INTEGER), OLD.`updated_at` + 1) WHERE `key` = NEW.`key`;
END;
