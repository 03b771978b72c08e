// What customers wrote, newest first, with what the voice columns say of it: straight from the timelines.
//
// Comment   an event that has a voice.language: a text (or turns) of the customer's own.
// Order     by time, then customer, then place among the customer's events of that moment; a page goes on behind the last
//           comment of the page before, so that what comes meanwhile shifts nothing.
// Cost      one pass over the columns that the filter reads; texts are read for the page alone, its event numbers by one
//           question in SQL.
// Threads   any; the pass uses all.
#pragma once

#include <atomic>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/status.h"
#include "base/time.h"
#include "enrich/voice_explanation.h"
#include "store/store.h"
#include "timelines/filter.h"
#include "timelines/snapshot.h"

namespace sojourn {

struct CommentPlace {
  Micros time = kTimeMax;
  uint32_t customer = UINT32_MAX;
  uint32_t nth = UINT32_MAX;  // Among the customer's events of that moment.
  auto operator<=>(const CommentPlace&) const = default;
};
// As pages are told where the one before ended. Errors: kInvalidArgument, `where` is before.
std::string comment_place_text(const CommentPlace& place);
Result<CommentPlace> parse_comment_place(const std::string& text);

struct VoiceComment {
  CommentPlace place;
  int64_t sequence = 0;  // The event's number in the record; 0: not known any more.
  std::string event_id;
  bool identified = false;
  std::string source, channel, touchpoint, kind, language, text;  // `language` as the source said it.
  std::optional<double> answer, scale_min, scale_max;
  VoiceWords voice;
};

struct CommentQuery {
  Filter filter;  // Segments expanded, within the scope.
  FilterContext context;
  TimeRange range;
  CommentPlace before;  // Those behind it.
  std::optional<uint32_t> customer;
  size_t limit = 50;
  const std::atomic<bool>* cancelled = nullptr;  // The asker left: kCancelled.
};

struct CommentPage {
  std::vector<VoiceComment> comments;
  bool more = false;
  int64_t total = 0;  // Of all pages.
};

// Where in the timelines an event is; kNotFound. One question in SQL.
struct EventPlace {
  uint32_t customer = 0;
  Micros time = 0;
};
Result<EventPlace> find_event(Store& store, int64_t sequence);

// Errors: those of binding the filter; kCancelled; those of the store and the timelines.
Result<CommentPage> read_comments(Store& store, const Snapshot& snapshot, const CommentQuery& query);

// The texts alone, the newest first, at most so many.
struct PlainComment {
  std::string text, language;  // As voice.language says.
};
Result<std::vector<PlainComment>> read_comment_texts(const Snapshot& snapshot, const CommentQuery& query);

}  // namespace sojourn
