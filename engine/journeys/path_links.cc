#include "journeys/path_links.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <numeric>
#include <string>
#include <tuple>
#include <utility>

namespace sojourn {

// Counting goes on without looking whether there is anything to count: into one link, of which nobody hears.
void PathLinks::drop() {
  *this = PathLinks();
  too_many_ = true;
  links_.emplace_back();
}

uint32_t PathLinks::find_or_add(uint32_t place, uint32_t from, uint32_t to, const Shape& shape) {
  if (too_many_) return 0;
  const bool tabled = !table_.empty() && in_table(from, to, shape);
  if (!tabled) {
    const auto [found, added] = numbers_.try_emplace(Key{place, from, to}, static_cast<uint32_t>(links_.size()));
    if (!added) return found->second;
  }
  if (links_.size() == kLinksMax) {
    drop();
    return 0;
  }
  Link link;
  link.place = place;
  link.from = from;
  link.to = to;
  links_.push_back(link);
  places_.push_back(static_cast<uint8_t>(place));
  between_.emplace_back();
  const size_t size = table_size(shape);
  if (table_.empty() && size <= kTableMax && (size <= kSmallTable || links_.size() > kSparseLinksMax)) {
    table_.assign(size, 0);
    for (uint32_t i = 0; i < links_.size(); ++i) {
      const Link& each = links_[i];
      if (in_table(each.from, each.to, shape)) table_[table_index(each.place, each.from, each.to, shape)] = i + 1;
    }
  } else if (tabled) {
    table_[table_index(place, from, to, shape)] = static_cast<uint32_t>(links_.size());
  }
  return static_cast<uint32_t>(links_.size() - 1);
}

void PathLinks::add_lengths(std::span<const Length> lengths) {
  if (too_many_) return;
  if (lengths.size() < links_.size() / 16) {  // A list of all links would be the larger part of it.
    for (const Length& each : lengths) add_length(each.link, each.length);
    return;
  }
  PathLengths::Run run = aside_.new_run(lengths.size());
  run.places.resize(links_.size());
  for (const Length& each : lengths) ++run.places[each.link].count;
  uint32_t begin = 0;
  for (PathLengths::Place& place : run.places) {
    place.begin = begin;
    begin += std::exchange(place.count, 0);
  }
  for (const Length& each : lengths) {
    PathLengths::Place& place = run.places[each.link];
    run.lengths[place.begin + place.count++] = each.length;
  }
  aside_.put_aside(std::move(run));
  if (aside_.full()) settle();
}

void PathLinks::settle() {
  std::vector<int64_t> room;
  for (uint32_t i = 0; i < links_.size(); ++i) between_[i].add_all(aside_.of(i, room));
  aside_.clear();
}

void PathLinks::add_set(std::span<const uint32_t> ascending, int64_t customers) {
  bytes_.clear();
  uint32_t before = 0;
  for (const uint32_t link : ascending) {
    append_number(link - before, bytes_);
    before = link;
  }
  if (bytes_.empty()) return;
  const auto [number, added] = sets_.add(bytes_);
  if (added) set_customers_.push_back(0);
  set_customers_[number] += customers;
}

void PathLinks::decode(std::string_view set, std::vector<uint32_t>& links) {
  links.clear();
  uint32_t link = 0;
  while (!set.empty()) links.push_back(link += take_number(set));
}

// Most customers have sets of their own, so that looking for equal ones costs more than writing all of them down.
void PathLinks::add_customer(std::span<const uint32_t> links) {
  if (too_many_) return;
  std::array<uint32_t, kPlacesMax> at_place{};
  for (const uint32_t link : links) ++at_place[places_[link]];
  if (links_.size() > kLogMax || links.size() >= kLogMax) {
    std::vector<uint32_t> set;
    std::copy_if(links.begin(), links.end(), std::back_inserter(set),
                 [&](uint32_t link) { return at_place[places_[link]] > 1; });
    std::sort(set.begin(), set.end());
    return add_set(set, 1);
  }
  const size_t begin = log_.size();
  log_.resize(begin + 1 + links.size());
  uint16_t* const first = log_.data() + begin + 1;
  uint16_t* next = first;
  for (const uint32_t link : links) {
    *next = static_cast<uint16_t>(link);
    next += at_place[places_[link]] > 1 ? 1 : 0;  // Without a branch that would be guessed wrong.
  }
  const auto kept = static_cast<size_t>(next - first);
  log_[begin] = static_cast<uint16_t>(kept);
  log_.resize(kept == 0 ? begin : begin + 1 + kept);
}

void PathLinks::merge(const PathLinks& other, const Shape& shape) {
  if (too_many_ || other.too_many_) return drop();
  std::vector<uint32_t> here;
  here.reserve(other.links_.size());
  for (const Link& link : other.links_) {
    here.push_back(at(link.place, link.from, link.to, shape));
    if (too_many_) return;
    Link& into = links_[here.back()];
    into.times += link.times;
    into.customers += link.customers;
    between_[here.back()].merge(other.between_[here.size() - 1]);
  }
  aside_.merge(other.aside_, here);
  if (aside_.full(2)) settle();
  log_.reserve(log_.size() + other.log_.size());
  std::vector<uint32_t> translated;
  other.for_each_set([&](std::span<const uint32_t> set, int64_t customers) {
    translated.clear();
    for (const uint32_t link : set) translated.push_back(here[link]);
    if (customers == 1) return add_customer(translated);
    std::sort(translated.begin(), translated.end());
    add_set(translated, customers);
  });
}

int64_t PathLinks::paths() const {
  int64_t paths = 0;
  for (const Link& link : links_) paths += link.place == 0 ? link.times : 0;
  return paths;
}

// --- saving

std::vector<uint32_t> PathLinks::in_order(const Names& names) const {
  std::vector<uint32_t> order(links_.size());
  std::iota(order.begin(), order.end(), uint32_t{0});
  const auto key = [&](uint32_t number) {
    const Link& link = links_[number];
    const bool further = link.to == kFurther;
    return std::tuple(link.place, names.text(link.from), further, further ? std::string_view() : names.text(link.to));
  };
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return key(a) < key(b); });
  return order;
}

void PathLinks::save(const Names& names, ByteWriter& out) const {
  out.u8(too_many_ ? 1 : 0);
  if (too_many_) return;
  const std::vector<uint32_t> order = in_order(names);
  std::vector<uint32_t> rank(order.size());
  out.u64(order.size());
  std::vector<int64_t> room;
  for (uint32_t i = 0; i < order.size(); ++i) {
    const Link& link = links_[order[i]];
    rank[order[i]] = i;
    out.u32(link.place);
    out.text(names.text(link.from));
    out.u8(link.to == kFurther ? 1 : 0);
    if (link.to != kFurther) out.text(names.text(link.to));
    out.i64(link.times);
    out.i64(link.customers);
    if (link.to != kFurther && link.to != kEnd) aside_.with(between_[order[i]], order[i], room).save(out);
  }
  std::map<std::vector<uint32_t>, int64_t> sets;
  for_each_set([&](std::span<const uint32_t> set, int64_t customers) {
    std::vector<uint32_t> ranks;
    for (const uint32_t link : set) ranks.push_back(rank[link]);
    std::sort(ranks.begin(), ranks.end());
    sets[std::move(ranks)] += customers;
  });
  out.u64(sets.size());
  for (const auto& [ranks, customers] : sets) {
    out.u32(static_cast<uint32_t>(ranks.size()));
    for (const uint32_t link : ranks) out.u32(link);
    out.i64(customers);
  }
}

Result<PathLinks::Link> PathLinks::load_link(Names& names, const Shape& shape, QuantileSketch& between,
                                             ByteReader& in) {
  Link link;
  SOJOURN_TRY(link.place, in.u32());
  SOJOURN_TRY(const std::string from, in.text());
  SOJOURN_TRY(const uint8_t further, in.u8());
  if (link.place >= shape.places || from.empty() || further > 1) return in.corrupt("a link leads nowhere");
  if (further == 1) {
    link.to = kFurther;
  } else {
    SOJOURN_TRY(const std::string to, in.text());
    if (!to.empty()) link.to = names.intern(to);
  }
  const bool last = link.place + 1 == shape.places;
  if (further == 1 ? !last : link.to != kEnd && last) return in.corrupt("a path is not as long as this");
  SOJOURN_TRY(link.times, load_count(in, 1));
  SOJOURN_TRY(link.customers, load_count(in, 1));
  if (link.times < link.customers) return in.corrupt("a link's counts make no sense");
  if (link.to != kFurther && link.to != kEnd) {
    SOJOURN_TRY(between, QuantileSketch::load(in));
    if (between.count() != link.times) return in.corrupt("a link's times do not add up");
  }
  link.from = names.intern(from);
  return link;
}

Status PathLinks::check_flow(const Shape& shape, const ByteReader& in) const {
  std::map<std::pair<uint32_t, uint32_t>, int64_t> gain;  // By place and node: what comes in less what goes out.
  for (const Link& link : links_) {
    if (link.place > 0) gain[{link.place, link.from}] -= link.times;
    if (link.to != kEnd && link.to != kFurther) gain[{link.place + 1, link.to}] += link.times;
  }
  for (const auto& [node, surplus] : gain) {
    if (node.first < shape.places && surplus != 0) return in.corrupt("what comes into a node is not what goes out");
  }
  return {};
}

Status PathLinks::load_sets(ByteReader& in) {
  std::vector<int64_t> counted(links_.size());
  SOJOURN_TRY(const uint64_t count, in.count(2 * sizeof(uint32_t) + sizeof(int64_t)));
  for (uint64_t i = 0; i < count; ++i) {
    SOJOURN_TRY(const uint32_t size, in.u32());
    if (size > in.remaining() / sizeof(uint32_t) || size < 2) return in.corrupt("a set of links is too small or large");
    std::vector<uint32_t> set(size);
    for (uint32_t k = 0; k < size; ++k) {
      SOJOURN_TRY(set[k], in.u32());
      if (set[k] >= links_.size()) return in.corrupt("a set names a link that is not there");
      if (k > 0 && set[k] <= set[k - 1]) return in.corrupt("the links of a set are out of order");
    }
    for (uint32_t k = 0; k < size; ++k) {
      const uint32_t place = links_[set[k]].place;
      const bool alone =
          (k == 0 || links_[set[k - 1]].place != place) && (k + 1 == size || links_[set[k + 1]].place != place);
      if (alone) return in.corrupt("a set has one link of a place");
    }
    SOJOURN_TRY(const int64_t customers, load_count(in, 1));
    for (const uint32_t link : set) {
      counted[link] += customers;
      if (counted[link] > links_[link].customers) return in.corrupt("a link has more customers than it says");
    }
    const size_t known = sets_.size();
    add_set(set, customers);
    if (sets_.size() == known) return in.corrupt("a set of links stands there twice");
  }
  return {};
}

Result<PathLinks> PathLinks::load(Names& names, const Shape& shape, ByteReader& in) {
  PathLinks loaded;
  SOJOURN_TRY(const uint8_t too_many, in.u8());
  if (too_many > 1) return in.corrupt("there are neither too many links nor not");
  if (too_many == 1) {
    loaded.drop();
    return loaded;
  }
  SOJOURN_TRY(const uint64_t count, in.count(2 * sizeof(uint32_t) + 1 + 2 * sizeof(int64_t)));
  if (count > kLinksMax) return in.corrupt("there are too many links");
  std::vector<int64_t> left(shape.places, kSavedCountMax);  // So that sums over a place stay within int64.
  for (uint64_t i = 0; i < count; ++i) {
    QuantileSketch between;
    SOJOURN_TRY(const Link link, load_link(names, shape, between, in));
    if (link.times > left[link.place]) return in.corrupt("there are more paths than events can make");
    left[link.place] -= link.times;
    const uint32_t number = loaded.at(link.place, link.from, link.to, shape);
    if (number != i) return in.corrupt("a link stands there twice");
    loaded.links_[number] = link;
    loaded.between_[number] = std::move(between);
  }
  // Links are numbered in the order in which they were saved, so sets that are in order stay so.
  SOJOURN_CHECK(loaded.check_flow(shape, in));
  SOJOURN_CHECK(loaded.load_sets(in));
  return loaded;
}

}  // namespace sojourn
