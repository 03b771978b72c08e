// Timelines made in memory from a few written lines, for tests and benchmarks of everything above.
//
//   Fixture life;
//   life.add("anna", "2026-03-01T10:00:00Z", {{"touchpoint", "purchase"}, {"amount", "12.50"}, {"currency", "EUR"}});
//   std::shared_ptr<const Snapshot> snapshot = life.snapshot();
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/time.h"
#include "timelines/snapshot.h"

namespace sojourn {

struct FixtureOptions {
  size_t parts = 1;         // Events are dealt over this many parts by their order of adding.
  size_t block_events = 0;  // 0: the usual size.
  uint64_t shuffle_seed =
      0;  // 0: in the order of adding, else arrival is shuffled (sequence stays the order of adding).
};

class Fixture {
 public:
  using Fields = std::vector<std::pair<std::string, std::string>>;
  // Field names as in files ("properties.x", "turns" and "voice.x" too); values as text, money "12.50", durations in seconds. An empty
  // customer is an event without identifier. Aborts on a bad name or value: a fixture is part of a test.
  void add(const std::string& customer, const std::string& time, const Fields& fields);
  void add(const std::string& customer, Micros time, const Fields& fields);
  std::shared_ptr<const Snapshot> snapshot(const FixtureOptions& options = {}) const;
  // Customer numbers are given in the order in which names first appear, from 1.
  uint32_t number(const std::string& customer) const;

 private:
  struct Row {
    uint32_t customer;
    bool identified;
    Micros time;
    Fields fields;
  };
  std::vector<Row> rows_;
  std::unordered_map<std::string, uint32_t> numbers_;
  uint32_t next_number_ = 1;
};

}  // namespace sojourn
