import type { NetworkUnit, TemperatureUnit } from "@/domain/metrics/shown-units";

export const temperatureUnitWords: Record<TemperatureUnit, string> = {
  celsius: "degrees Celsius, 47 °C",
  fahrenheit: "degrees Fahrenheit, 117 °F",
};

export const networkUnitWords: Record<NetworkUnit, string> = {
  bytes: "bytes a second, 1.2 MiB/s",
  bits: "bits a second, 10 Mbit/s",
};
