#include "journeys/variants_found.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace sojourn {

// --- counting

uint32_t VariantsFound::find_or_add(std::string_view sequence) {
  const auto [number, added] = sequences_.add(sequence);
  if (added) counts_.emplace_back();
  return number;
}

QuantileSketch& VariantsFound::sketch_of(Count& count) {
  if (count.sketch == kNoSketch) {
    count.sketch = static_cast<uint32_t>(sketches_.size());
    sketches_.emplace_back();
    if (count.journeys > 0) sketches_.back().add(count.length);
  }
  return sketches_[count.sketch];
}

void VariantsFound::add_length(Count& count, Micros length) {
  if (count.journeys == 0) {
    count.length = length;
  } else {
    sketch_of(count).add(length);
  }
}

uint32_t VariantsFound::add(std::string_view sequence, Micros length) {
  if (too_many_) return 0;
  const uint32_t number = find_or_add(sequence);
  if (sequences_.size() > kVariantsMax || sequences_.byte_count() > kVariantBytesMax) {
    drop();
    return 0;
  }
  Count& count = counts_[number];
  add_length(count, length);
  ++count.journeys;
  ++journeys_;
  return number;
}

void VariantsFound::drop() {
  *this = VariantsFound();
  too_many_ = true;
}

void VariantsFound::add_lengths(uint32_t number, QuantileSketch& into) const {
  const Count& count = counts_[number];
  if (count.sketch == kNoSketch) {
    into.add(count.length);
  } else {
    into.merge(sketches_[count.sketch]);
  }
}

void VariantsFound::add_set(std::span<const Taken> taken, int64_t customers) {
  std::string bytes;
  uint32_t before = 0;
  for (const auto& [number, times] : taken) {
    append_number(number - before, bytes);
    append_number(static_cast<uint32_t>(times), bytes);
    before = number;
  }
  const auto [set, added] = sets_.add(bytes);
  if (added) set_customers_.push_back(0);
  set_customers_[set] += customers;
}

void VariantsFound::decode(std::string_view set, std::vector<Taken>& taken) {
  taken.clear();
  uint32_t number = 0;
  while (!set.empty()) {
    number += take_number(set);
    taken.emplace_back(number, take_number(set));
  }
}

void VariantsFound::add_customer(std::span<const Taken> taken) {
  if (!too_many_) add_set(taken, 1);
}

void VariantsFound::merge(const VariantsFound& other) {
  if (too_many_ || other.too_many_) return drop();
  std::vector<uint32_t> here;
  here.reserve(other.size());
  for (uint32_t i = 0; i < other.size(); ++i) {
    here.push_back(find_or_add(other.sequences_[i]));
    if (sequences_.size() > kVariantsMax || sequences_.byte_count() > kVariantBytesMax) return drop();
    Count& into = counts_[here.back()];
    const Count& from = other.counts_[i];
    if (from.sketch == kNoSketch) {
      add_length(into, from.length);
    } else {
      sketch_of(into).merge(other.sketches_[from.sketch]);
    }
    into.journeys += from.journeys;
  }
  journeys_ += other.journeys_;
  std::vector<Taken> translated;
  other.for_each_set([&](std::span<const Taken> taken, int64_t customers) {
    translated.clear();
    for (const auto& [number, times] : taken) translated.emplace_back(here[number], times);
    std::sort(translated.begin(), translated.end());
    add_set(translated, customers);
  });
}

// --- saving

// The texts of all nodes, then sequences as places in that list from 1 on, 0 for kFurther.
void VariantsFound::save(const Names& names, ByteWriter& out) const {
  out.u8(too_many_ ? 1 : 0);
  if (too_many_) return;
  std::map<std::string_view, uint32_t> codes;
  std::vector<std::vector<uint32_t>> nodes(size());
  for (uint32_t i = 0; i < size(); ++i) {
    for (std::string_view rest = sequences_[i]; !rest.empty();) nodes[i].push_back(take_number(rest));
    for (const uint32_t code : nodes[i]) {
      if (code != 0) codes.emplace(names.text(code), code);
    }
  }
  out.u32(static_cast<uint32_t>(codes.size()));
  std::vector<uint32_t> place_of_code;
  uint32_t place = 0;
  for (const auto& [text, code] : codes) {
    if (code >= place_of_code.size()) place_of_code.resize(code + size_t{1});
    place_of_code[code] = ++place;
    out.text(text);
  }
  for (std::vector<uint32_t>& each : nodes) {
    for (uint32_t& node : each) node = node == 0 ? 0 : place_of_code[node];
  }
  std::vector<uint32_t> order(size());
  std::iota(order.begin(), order.end(), uint32_t{0});
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return nodes[a] < nodes[b]; });
  std::vector<uint32_t> rank(size());
  out.u64(order.size());
  for (uint32_t i = 0; i < order.size(); ++i) {
    rank[order[i]] = i;
    std::string bytes;
    for (const uint32_t node : nodes[order[i]]) append_number(node, bytes);
    out.text(bytes);
    const Count& count = counts_[order[i]];
    out.i64(count.journeys);
    if (count.sketch == kNoSketch) {
      out.i64(count.length);
    } else {
      sketches_[count.sketch].save(out);
    }
  }
  save_sets(rank, out);
}

void VariantsFound::save_sets(std::span<const uint32_t> rank, ByteWriter& out) const {
  std::map<std::vector<Taken>, int64_t> sets;
  for_each_set([&](std::span<const Taken> taken, int64_t customers) {
    std::vector<Taken> ranked;
    for (const auto& [number, times] : taken) ranked.emplace_back(rank[number], times);
    std::sort(ranked.begin(), ranked.end());
    sets[std::move(ranked)] = customers;
  });
  out.u64(sets.size());
  for (const auto& [taken, customers] : sets) {
    out.u32(static_cast<uint32_t>(taken.size()));
    for (const auto& [number, times] : taken) {
      out.u32(number);
      out.u32(static_cast<uint32_t>(times));
    }
    out.i64(customers);
  }
}

// `codes`: of the places 1, 2 ... of the list of nodes.
Status VariantsFound::load_variant(std::span<const uint32_t> codes, ByteReader& in) {
  SOJOURN_TRY(const std::string places, in.text());
  std::string sequence;
  bool further = false;
  uint64_t place = 0;
  int shift = 0;
  for (const char c : places) {
    const auto byte = static_cast<uint8_t>(c);
    place |= static_cast<uint64_t>(byte & 0x7f) << shift;
    shift += 7;
    if (shift > 35 || (shift > 7 && byte == 0)) return in.corrupt("a sequence is not written so");
    if (byte >= 0x80) continue;
    if (further || place > codes.size() || (place == 0 && sequence.empty())) return in.corrupt("no such sequence");
    further = place == 0;
    append_number(further ? 0 : codes[place - 1], sequence);
    place = 0;
    shift = 0;
  }
  if (shift != 0 || sequence.empty()) return in.corrupt("a sequence ends too early");
  const uint32_t number = find_or_add(sequence);
  if (number + 1 != counts_.size() || counts_[number].journeys != 0) return in.corrupt("a sequence stands there twice");
  Count& count = counts_[number];
  SOJOURN_TRY(count.journeys, load_count(in, 1));
  if (count.journeys > kSavedCountMax - journeys_) return in.corrupt("there are more journeys than events can make");
  journeys_ += count.journeys;
  if (count.journeys == 1) {
    SOJOURN_TRY(count.length, in.i64());
    if (count.length < 0) return in.corrupt("a journey ends before it begins");
    return {};
  }
  count.sketch = static_cast<uint32_t>(sketches_.size());
  SOJOURN_TRY(QuantileSketch lengths, QuantileSketch::load(in));
  if (lengths.count() != count.journeys) return in.corrupt("lengths of journeys do not add up");
  sketches_.push_back(std::move(lengths));
  return {};
}

Status VariantsFound::load_sets(ByteReader& in) {
  std::vector<int64_t> left;  // Journeys that no set has yet.
  for (const Count& count : counts_) left.push_back(count.journeys);
  int64_t squares_left = kSavedCountMax;  // So that what intervals need stays within int64.
  SOJOURN_TRY(const uint64_t count, in.count(3 * sizeof(uint32_t) + sizeof(int64_t)));
  for (uint64_t i = 0; i < count; ++i) {
    SOJOURN_TRY(const uint32_t size, in.u32());
    if (size == 0 || size > in.remaining() / (2 * sizeof(uint32_t))) return in.corrupt("a set has no such size");
    std::vector<Taken> taken(size);
    int64_t journeys = 0;
    for (uint32_t k = 0; k < size; ++k) {
      SOJOURN_TRY(taken[k].first, in.u32());
      SOJOURN_TRY(const uint32_t times, in.u32());
      taken[k].second = times;
      journeys += times;
      const bool out_of_order = k > 0 && taken[k].first <= taken[k - 1].first;
      if (times == 0 || taken[k].first >= this->size() || out_of_order) return in.corrupt("no such set of sequences");
    }
    SOJOURN_TRY(const int64_t customers, load_count(in, 1));
    if (journeys < 2) return in.corrupt("a customer with one journey stands among those with several");
    const Int128 squares = static_cast<Int128>(journeys) * journeys * customers;
    if (squares > squares_left) return in.corrupt("there are more journeys than events can make");
    squares_left -= static_cast<int64_t>(squares);
    for (const auto& [number, times] : taken) {
      left[number] -= times * customers;
      if (left[number] < 0) return in.corrupt("customers have more journeys than there are");
    }
    const size_t known = sets_.size();
    add_set(taken, customers);
    if (sets_.size() == known) return in.corrupt("a set of sequences stands there twice");
  }
  return {};
}

Result<VariantsFound> VariantsFound::load(Names& names, ByteReader& in) {
  VariantsFound loaded;
  SOJOURN_TRY(const uint8_t too_many, in.u8());
  if (too_many > 1) return in.corrupt("there are neither too many sequences nor not");
  loaded.too_many_ = too_many == 1;
  if (loaded.too_many_) return loaded;
  SOJOURN_TRY(const uint32_t texts, in.u32());
  if (texts > in.remaining() / sizeof(uint32_t)) return in.corrupt("there are not so many nodes");
  std::vector<uint32_t> codes;
  std::string before;
  for (uint32_t i = 0; i < texts; ++i) {
    SOJOURN_TRY(std::string text, in.text());
    if (text <= before) return in.corrupt("nodes are out of order");
    codes.push_back(names.intern(text));
    before = std::move(text);
  }
  SOJOURN_TRY(const uint64_t count, in.count(sizeof(uint32_t) + 1 + 2 * sizeof(int64_t)));
  if (count > kVariantsMax) return in.corrupt("there are too many sequences");
  for (uint64_t i = 0; i < count; ++i) SOJOURN_CHECK(loaded.load_variant(codes, in));
  if (loaded.sequences_.byte_count() > kVariantBytesMax) return in.corrupt("there are too many sequences");
  SOJOURN_CHECK(loaded.load_sets(in));
  return loaded;
}

}  // namespace sojourn
