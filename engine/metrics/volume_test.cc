// Counting by hand and by a twin.
#include "metrics/volume.h"

#include <gtest/gtest.h>

#include <set>

#include "measure/ask_fixture.h"
#include "metrics/random_life.h"

namespace sojourn {
namespace {

const MeasureDefinition kVolume = volume_definition();

TEST(Volume, EventsAndThoseWeCanName) {
  Fixture life;
  life.add("anna", "2026-01-01", {{"channel", "web"}});
  life.add("anna", "2026-01-02", {{"channel", "call"}});
  life.add("", "2026-01-03", {{"channel", "web"}});
  const Asked asked = ask(kVolume, life);
  EXPECT_EQ(asked.number("value"), 3);
  EXPECT_EQ(asked.number("n"), 3);
  EXPECT_EQ(asked.number("customers"), 1);
}

TEST(Volume, NothingIsZeroWhichIsKnown) {
  Fixture life;
  life.add("anna", "2026-01-01", {{"channel", "web"}});
  EXPECT_EQ(ask(kVolume, life, with({}, "channel = \"call\"")).number("value"), 0);
}

TEST(Volume, EqualsItsTwinOnRandomLives) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    const RandomLife random(seed + 4000, seed * 10, false);
    Question question;
    question.by = {"channel"};
    const Asked asked = ask(kVolume, random.fixture(), question);
    int64_t total = 0;
    for (size_t row = 0; row < asked.answer.rows.size(); ++row) {
      int64_t events = 0;
      std::set<std::string> customers;
      for (const LifeEvent& event : random.events()) {
        if (event.field("channel") != asked.text("channel", row)) continue;
        ++events;
        if (!event.customer.empty()) customers.insert(event.customer);
      }
      EXPECT_EQ(asked.number("value", row), events);
      EXPECT_EQ(asked.number("customers", row), customers.size());
      total += events;
    }
    EXPECT_EQ(total, random.events().size());
  }
}

}  // namespace
}  // namespace sojourn
