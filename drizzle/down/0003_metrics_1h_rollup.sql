DROP TABLE `metrics_1h`;
