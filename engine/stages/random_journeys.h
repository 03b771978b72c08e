// For tests: random lives as a fixture and as plain lists, and each customer's stays written down one by one.
#pragma once

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "event/fields.h"
#include "timelines/fixture.h"

namespace sojourn {

// Up to eleven events a customer within 20 hours, so that equal times are common; one in six has no stage.
inline Fixture random_journeys(uint64_t seed, int customers, Micros step = kHour) {
  std::mt19937_64 random(seed);
  Fixture life;
  for (int c = 0; c < customers; ++c) {
    const auto events = random() % 12;
    for (uint64_t e = 0; e < events; ++e) {
      Fixture::Fields fields{{"channel", random() % 2 == 0 ? "web" : "call"}};
      if (random() % 6 != 0) fields.emplace_back("stage", std::string(stage_names()[random() % 6]));
      life.add("c" + std::to_string(c), static_cast<Micros>(random() % 20) * step, fields);
    }
  }
  return life;
}

// One event as the twins see it.
struct TwinEvent {
  Micros time = 0;
  Fixture::Fields fields;

  // "" when absent.
  std::string field(const std::string& name) const {
    for (const auto& [known, value] : fields) {
      if (known == name) return value;
    }
    return "";
  }
  int rank() const { return stage_rank(field("stage")); }
};

// Whole lives as plain lists, beside the fixture made of them. Each event has each field by chance.
struct TwinLives {
  Fixture fixture;
  std::vector<std::pair<uint32_t, std::vector<TwinEvent>>> customers;  // By number, in order of (time, arrival).
};

// `choices`: per field its possible values, with repetitions for frequent ones; "" leaves it away.
using FieldChoices = std::vector<std::pair<std::string, std::vector<std::string>>>;

inline TwinLives random_lives(uint64_t seed, int customers, const FieldChoices& choices, Micros step = kHour) {
  std::mt19937_64 random(seed);
  TwinLives lives;
  for (int c = 0; c < customers; ++c) {
    const std::string name = "c" + std::to_string(c);
    std::vector<TwinEvent> events;
    for (uint64_t e = random() % 12; e > 0; --e) {
      TwinEvent event{static_cast<Micros>(random() % 20) * step, {}};
      for (const auto& [field, values] : choices) {
        const std::string& value = values[random() % values.size()];
        if (!value.empty()) event.fields.emplace_back(field, value);
      }
      lives.fixture.add(name, event.time, event.fields);
      events.push_back(std::move(event));
    }
    if (events.empty()) continue;
    std::stable_sort(events.begin(), events.end(), [](const auto& a, const auto& b) { return a.time < b.time; });
    lives.customers.emplace_back(lives.fixture.number(name), std::move(events));
  }
  return lives;
}

struct TwinStay {
  int rank = 0;
  Micros entered = 0;
};

struct TwinJourney {
  uint32_t customer = 0;
  std::vector<TwinStay> stays;  // Never empty.
};

inline std::vector<TwinJourney> journeys_of(const Snapshot& snapshot) {
  const ColumnId column = *snapshot.find_column("stage");
  const std::unique_ptr<BlockReader> reader = snapshot.reader(std::vector<ColumnId>{column});
  std::vector<TwinJourney> journeys;
  for (size_t b = 0; b < snapshot.block_count(); ++b) {
    const Block& block = reader->read(b);
    for (size_t c = 0; c < block.customers.size(); ++c) {
      TwinJourney journey{block.customers[c], {}};
      for (uint32_t e = block.begins[c]; e < block.begins[c + 1]; ++e) {
        const uint32_t code = block.column(column).codes[e];
        if (code == 0) continue;
        const int rank = stage_rank(snapshot.names(column)->text(code));
        if (journey.stays.empty() || journey.stays.back().rank != rank) journey.stays.push_back({rank, block.times[e]});
      }
      if (!journey.stays.empty()) journeys.push_back(std::move(journey));
    }
  }
  return journeys;
}

}  // namespace sojourn
