// A public review: stars and words about a product or place, mostly of somebody nobody knows.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/calendar.h"
#include "collect/event_writer.h"

namespace sojourn {

struct Review {
  std::string id;
  std::optional<double> rating;  // 1 to 5.
  std::string title;
  std::string text;
  std::optional<ParsedTime> time;
  std::optional<ParsedTime> updated;
  std::string channel = "app";
  std::string product;
  std::string reply;
};

// One event: touchpoint "review", kind stars. Without a time or an id it becomes a reject.
Status write_review(EventWriter& writer, const Review& review, uint64_t line, std::string_view raw,
                    const std::function<void()>& more);

}  // namespace sojourn
