// Zone tables against ICU's own answers at random instants, for every zone name that ICU canonically has.
#include <gtest/gtest.h>
#include <unicode/strenum.h>
#include <unicode/timezone.h>

#include <cmath>
#include <memory>
#include <random>

#include "base/calendar.h"

namespace sojourn {
namespace {

TEST(ZoneTable, AgreesWithIcu) {
  UErrorCode code = U_ZERO_ERROR;
  const std::unique_ptr<icu::StringEnumeration> names(
      icu::TimeZone::createTimeZoneIDEnumeration(UCAL_ZONE_TYPE_CANONICAL_LOCATION, nullptr, nullptr, code));
  ASSERT_TRUE(U_SUCCESS(code));
  std::mt19937_64 random(3);
  // From 1950 on, so that no offset has odd seconds; whole seconds, since ICU counts in milliseconds.
  std::uniform_int_distribution<Micros> when(-631'152'000, 4'102'000'000);
  size_t zones = 0;
  const char* name = names->next(nullptr, code);
  for (; name != nullptr; name = names->next(nullptr, code), ++zones) {
    const std::unique_ptr<icu::TimeZone> twin(icu::TimeZone::createTimeZone(name));
    const Result<Zone> zone = Zone::find(name);
    ASSERT_TRUE(zone.has_value()) << name;
    for (int i = 0; i < 300; ++i) {
      const Micros second = when(random);
      int32_t raw = 0;
      int32_t summer = 0;
      twin->getOffset(static_cast<UDate>(second * 1000), false, raw, summer, code);
      const double minutes = std::round((raw + summer) / 60'000.0);
      ASSERT_EQ(zone->offset_minutes(second * kSecond), static_cast<int>(minutes)) << name << ' ' << second;
    }
  }
  EXPECT_GT(zones, 400U);
}

}  // namespace
}  // namespace sojourn
