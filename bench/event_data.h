// The events of a benchmark: seeded, made anew in the same order on every machine, and kept in one file that every
// engine reads.
//
// Format    ClickHouse's Native: blocks of kBlockRows rows (the last one shorter), columns customer UInt32, time
//           UInt32 (seconds since 1970), touchpoint UInt8, channel UInt8, one after the other.
// Order     of arrival: by time over all customers. Within a customer no two events share a second, so that every
//           engine has the same order without a tie-break.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sojourn::bench {

struct Event {
  uint32_t time = 0;  // Seconds since 1970.
  uint32_t customer = 0;
  uint8_t touchpoint = 0;  // 1 to kTouchpoints; 1 to 4 are the steps of the funnel.
  uint8_t channel = 0;     // 1 to kChannels.
};

inline constexpr uint32_t kTouchpoints = 40;
inline constexpr uint32_t kChannels = 8;
inline constexpr size_t kBlockRows = 65'536;

struct DataOptions {
  int64_t events = 0;
  uint64_t seed = 1;
  int64_t heavy_events = 0;  // Of one more customer.
};

// Customers with 20 events on average and a long tail (Lomax), 40 touchpoints of which the 4 funnel steps take 37 %,
// sessions (gaps of about a minute) days apart, 8 channels that tend to stay. In order of arrival.
std::vector<Event> make_events(const DataOptions& options);

// By time, then by customer.
std::vector<Event> in_order_of_arrival(std::vector<Event> events);

void write_events(const std::string& path, std::span<const Event> events);

// One block as columns.
struct EventBlock {
  std::vector<uint32_t> customers;
  std::vector<uint32_t> times;
  std::vector<uint8_t> touchpoints;
  std::vector<uint8_t> channels;
  size_t size() const { return customers.size(); }
};
void read_events(const std::string& path, const std::function<void(const EventBlock&)>& visit);

// "t07" for 7, "c2" for 2: what ours calls them.
std::string touchpoint_name(uint32_t touchpoint);
std::string channel_name(uint32_t channel);

}  // namespace sojourn::bench
