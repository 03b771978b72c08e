#include "act/causes.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "base/decimal.h"
#include "base/limits.h"

namespace sojourn {
namespace {

constexpr size_t kFactsAtOnce = 5000;

// Numbers of the first and last event of the stretch that is recent enough for any search; none: nothing is.
struct Recent {
  int64_t first = 0;
  int64_t last = 0;
};
Result<std::optional<Recent>> find_recent(Store& store, Micros since, int64_t after, int64_t up_to) {
  std::optional<Recent> recent;
  ScanRequest request;
  request.after_sequence = after;
  request.up_to_sequence = request.as_of_sequence = up_to;
  SOJOURN_CHECK(store.scan(request, [&](const EventColumns& events) -> Status {
    for (size_t i = 0; i < events.count; ++i) {
      if (events.time[i] < since) continue;
      if (!recent) recent = Recent{events.sequence[i], 0};
      recent->last = events.sequence[i];
    }
    return {};
  }));
  return recent;
}

// Numbers of the events that pass, ascending.
Result<std::vector<int64_t>> matching(const SmallSnapshot& small, const CauseSearch& search, int64_t after,
                                      Micros now) {
  FilterContext context;
  context.zone = rule_zone(*search.rule);
  context.as_of = now;
  context.partial = true;
  SOJOURN_TRY(const std::shared_ptr<const Predicate> predicate,
              bind_filter(rule_filter(*search.rule), *small.snapshot, context));
  const std::unique_ptr<BlockReader> reader = small.snapshot->reader(predicate->columns());
  std::vector<int64_t> found;
  EventBits bits;
  size_t first = 0;
  const int64_t least = std::max(after, search.after);
  for (size_t b = 0; b < small.snapshot->block_count(); ++b) {
    const Block& block = reader->read(b);
    bits.reset(block.event_count(), true);
    predicate->select(block, bits);
    for (size_t i = 0; i < block.event_count(); ++i) {
      const int64_t sequence = small.sequences[first + i];
      if (bits.test(i) && sequence > least) found.push_back(sequence);
    }
    first += block.event_count();
  }
  SOJOURN_CHECK(small.snapshot->status());
  if (first != small.sequences.size()) return Status::internal("a small snapshot lost events");
  std::sort(found.begin(), found.end());
  return found;
}

std::string about_of(const std::string& id, const std::string& order, const std::string& channel,
                     const std::string& touchpoint) {
  if (!order.empty()) return "order:" + order;
  if (!id.empty() && (channel == "call" || channel == "chat")) return channel + ":" + id;
  if (!id.empty() && touchpoint == "ticket") return "ticket:" + id;
  if (!id.empty()) return "event:" + id;
  return touchpoint.empty() ? std::string() : "touchpoint:" + touchpoint;
}

using Facts = std::unordered_map<int64_t, Cause>;

// What must be known of events by their numbers. Those that were told anew meanwhile are left out.
Status read_facts(Store& store, std::span<const int64_t> sequences, Facts& facts) {
  std::string list;
  for (const int64_t sequence : sequences) list += (list.empty() ? "" : ",") + std::to_string(sequence);
  SOJOURN_TRY(const SqlTable table,
              store.sql("SELECT sequence, source, id, customer, \"order\", channel, touchpoint, epoch_us(time) FROM "
                        "events WHERE sequence BETWEEN " +
                            std::to_string(sequences.front()) + " AND " + std::to_string(sequences.back()) +
                            " AND sequence IN (" + list + ")",
                        sequences.size()));
  for (const auto& row : table.rows) {
    const auto text = [&row](size_t column) { return row[column].value_or(""); };
    Cause cause;
    SOJOURN_TRY(cause.sequence, parse_integer(text(0)));
    SOJOURN_TRY(cause.time, parse_integer(text(7)));
    if (text(1) == kInvitationSource) continue;
    cause.key = text(2).empty() ? "#" + text(0) : text(1) + "\n" + text(2);
    cause.who = text(3);
    cause.order = text(4);
    cause.event = text(2);
    cause.touchpoint = text(6);
    cause.about = about_of(text(2), text(4), text(5), text(6));
    facts.emplace(cause.sequence, std::move(cause));
  }
  return {};
}

}  // namespace

Result<std::vector<std::vector<Cause>>> find_causes(Store& store, std::span<const CauseSearch> searches, int64_t after,
                                                    int64_t up_to, Micros now, const DressSnapshot& dress) {
  std::vector<std::vector<Cause>> causes(searches.size());
  if (searches.empty() || after >= up_to) return causes;
  Micros since = kTimeMax;
  bool lives = false;
  for (const CauseSearch& each : searches) {
    since = std::min(since, each.since);
    lives = lives || rule_filter(*each.rule).asks_about_life();
  }
  SOJOURN_TRY(const std::optional<Recent> recent, find_recent(store, since, after, up_to));
  if (!recent) return causes;
  // With whole lives the moment is that of the stretch's end; without, nothing but the event counts.
  const int64_t from = recent->first - 1;
  SOJOURN_TRY(SmallSnapshot small, small_snapshot(store, from, lives ? up_to : recent->last, lives));
  if (dress) small.snapshot = dress(std::move(small.snapshot));
  std::vector<std::vector<int64_t>> found;
  std::vector<int64_t> all;
  for (const CauseSearch& each : searches) {
    SOJOURN_TRY(std::vector<int64_t> matches, matching(small, each, from, now));
    all.insert(all.end(), matches.begin(), matches.end());
    found.push_back(std::move(matches));
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  Facts facts;
  for (size_t i = 0; i < all.size(); i += kFactsAtOnce) {
    SOJOURN_CHECK(read_facts(store, std::span(all).subspan(i, std::min(kFactsAtOnce, all.size() - i)), facts));
  }
  for (size_t s = 0; s < searches.size(); ++s) {
    for (const int64_t sequence : found[s]) {
      const auto known = facts.find(sequence);
      if (known != facts.end() && known->second.time >= searches[s].since) causes[s].push_back(known->second);
    }
  }
  return causes;
}

Result<int64_t> first_sequence_since(Store& store, Micros time) {
  const int64_t last = store.last_sequence();  // Before looking: what comes in meanwhile must not be passed over.
  SOJOURN_TRY(
      const SqlTable table,
      store.sql("SELECT min(sequence) FROM events WHERE time >= make_timestamp(" + std::to_string(time) + ")", 1));
  if (table.rows.empty() || !table.rows.front().front()) return last + 1;
  return parse_integer(*table.rows.front().front());
}

}  // namespace sojourn
