#include "timelines/filter_plan.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/encoding.h"
#include "kernels/codes.h"
#include "timelines/filter_bits.h"

namespace sojourn {
namespace {

// --- and, or, not

class ConstantNode final : public PlanNode {
 public:
  explicit ConstantNode(bool truth) : truth_(truth) {}
  void narrow(const Block&, EventBits& bits) const override {
    if (!truth_) std::fill(bits.words().begin(), bits.words().end(), 0);
  }
  bool truth() const { return truth_; }

 private:
  bool truth_;
};

bool none_left(const EventBits& bits) {
  return std::all_of(bits.words().begin(), bits.words().end(), [](uint64_t word) { return word == 0; });
}

void remove(EventBits& from, const EventBits& bits) {
  for (size_t i = 0; i < from.words().size(); ++i) from.words()[i] &= ~bits.words()[i];
}

class AllNode final : public PlanNode {
 public:
  explicit AllNode(std::vector<PlanPtr> parts) : parts_(std::move(parts)) {}
  void narrow(const Block& block, EventBits& bits) const override {
    for (const PlanPtr& part : parts_) {
      if (none_left(bits)) return;
      part->narrow(block, bits);
    }
  }

 private:
  std::vector<PlanPtr> parts_;
};

class AnyNode final : public PlanNode {
 public:
  explicit AnyNode(std::vector<PlanPtr> parts) : parts_(std::move(parts)) {}
  void narrow(const Block& block, EventBits& bits) const override {
    EventBits undecided = bits;
    for (const PlanPtr& part : parts_) {
      if (none_left(undecided)) break;
      EventBits passing = undecided;
      part->narrow(block, passing);
      remove(undecided, passing);
    }
    remove(bits, undecided);
  }

 private:
  std::vector<PlanPtr> parts_;
};

class NotNode final : public PlanNode {
 public:
  explicit NotNode(PlanPtr part) : part_(std::move(part)) {}
  void narrow(const Block& block, EventBits& bits) const override {
    EventBits passing = bits;
    part_->narrow(block, passing);
    remove(bits, passing);
  }

 private:
  PlanPtr part_;
};

// --- leaves. A view has present(i) and passes(i) of one block's column.

// Tests each event, or each customer by the last or first event at which the value is present.
template <class View>
void narrow_by(const View& view, PlanSide side, const Block& block, EventBits& bits) {
  switch (side) {
    case PlanSide::kEvent: keep_events(bits, [&](size_t i) { return view.passes(i); }); return;
    case PlanSide::kLast:
      keep_customers(block, bits, [&](size_t, size_t begin, size_t end) {
        while (end > begin && !view.present(end - 1)) --end;
        return end > begin ? view.passes(end - 1) : view.passes_absent();
      });
      return;
    case PlanSide::kFirst:
      keep_customers(block, bits, [&](size_t, size_t begin, size_t end) {
        while (begin < end && !view.present(begin)) ++begin;
        return begin < end ? view.passes(begin) : view.passes_absent();
      });
      return;
  }
}

template <class Code>
struct TableView {
  const Code* codes;
  const uint8_t* table;
  bool present(size_t i) const { return codes[i] != 0; }
  bool passes(size_t i) const { return table[codes[i]] != 0; }
  bool passes_absent() const { return table[0] != 0; }
};

class TableNode final : public PlanNode {
 public:
  TableNode(ColumnId column_in, PlanSide side_in, std::vector<uint8_t> table_in)
      : column(column_in), side(side_in), table(std::move(table_in)) {
    std::copy_n(table.begin(), std::min(table.size(), by_byte_.size()), by_byte_.begin());
  }
  void narrow(const Block& block, EventBits& bits) const override {
    const CodeColumn& codes = block.column(column).codes;
    switch (codes.width()) {
      case 1:
        if (side == PlanSide::kEvent) return narrow_bytes(static_cast<const uint8_t*>(codes.raw()), bits);
        return narrow_codes<uint8_t>(codes, block, bits);
      case 2: return narrow_codes<uint16_t>(codes, block, bits);
      default: return narrow_codes<uint32_t>(codes, block, bits);
    }
  }

  const ColumnId column;
  const PlanSide side;
  const std::vector<uint8_t> table;

 private:
  template <class Code>
  void narrow_codes(const CodeColumn& codes, const Block& block, EventBits& bits) const {
    narrow_by(TableView<Code>{static_cast<const Code*>(codes.raw()), table.data()}, side, block, bits);
  }
  void narrow_bytes(const uint8_t* codes, EventBits& bits) const {
    std::array<uint64_t, 256> passing;
    const std::span<uint64_t> words = bits.words();
    for (size_t word = 0; word < words.size(); word += passing.size()) {
      const size_t here = std::min(passing.size(), words.size() - word);
      const size_t begin = word * 64;
      match_codes(codes + begin, std::min(here * 64, bits.count() - begin), by_byte_.data(), passing.data());
      for (size_t i = 0; i < here; ++i) words[word + i] &= passing[i];
    }
  }

  std::array<uint8_t, 256> by_byte_{};  // The same, for codes of one byte.
};

// A leaf over one column, of which `Test` makes a view for each block.
template <class Test>
class LeafNode final : public PlanNode {
 public:
  LeafNode(PlanSide side, Test test) : side_(side), test_(std::move(test)) {}
  void narrow(const Block& block, EventBits& bits) const override { narrow_by(test_.view(block), side_, block, bits); }

 private:
  PlanSide side_;
  Test test_;
};

template <class Test>
PlanPtr make_leaf(PlanSide side, Test test) {
  return std::make_shared<LeafNode<Test>>(side, std::move(test));
}

struct NumberTest {
  ColumnId column;
  NumberInterval interval;
  struct View {
    const double* numbers;
    NumberInterval interval;
    bool present(size_t i) const { return !std::isnan(numbers[i]); }
    bool passes(size_t i) const { return present(i) && interval.holds(numbers[i]); }
    bool passes_absent() const { return false; }
  };
  View view(const Block& block) const { return {block.column(column).numbers.data(), interval}; }
};

struct IntegerTest {
  ColumnId column;
  IntegerInterval interval;
  struct View {
    const int64_t* integers;
    IntegerInterval interval;
    bool present(size_t i) const { return integers[i] != kNoInteger; }
    bool passes(size_t i) const { return present(i) && interval.holds(integers[i]); }
    bool passes_absent() const { return false; }
  };
  View view(const Block& block) const { return {block.column(column).integers.data(), interval}; }
};

struct MoneyTest {
  ColumnId column;
  ColumnId currency;
  std::vector<IntegerInterval> intervals;
  struct View {
    const int64_t* amounts;
    CodeColumn currencies;
    const IntegerInterval* intervals;
    bool present(size_t i) const { return amounts[i] != kNoInteger; }
    bool passes(size_t i) const { return present(i) && intervals[currencies[i]].holds(amounts[i]); }
    bool passes_absent() const { return false; }
  };
  View view(const Block& block) const {
    return {block.column(column).integers.data(), block.column(currency).codes, intervals.data()};
  }
};

struct TimeTest {
  IntegerInterval interval;
  struct View {
    const Micros* times;
    IntegerInterval interval;
    bool present(size_t) const { return true; }
    bool passes(size_t i) const { return interval.holds(times[i]); }
    bool passes_absent() const { return false; }
  };
  View view(const Block& block) const { return {block.times.data(), interval}; }
};

struct KeyTest {
  ColumnId column;
  std::vector<uint64_t> hashes;
  bool outside;
  struct View {
    const uint64_t* keys;
    const std::vector<uint64_t>& hashes;
    bool outside;
    bool present(size_t i) const { return keys[i] != 0; }
    bool passes(size_t i) const {
      return present(i) && std::binary_search(hashes.begin(), hashes.end(), keys[i]) != outside;
    }
    bool passes_absent() const { return false; }
  };
  View view(const Block& block) const { return {block.column(column).keys.data(), hashes, outside}; }
};

struct TextTest {
  ColumnId column;
  PlanText wanted;
  TextSearch search;
  struct View {
    TextColumn texts;
    const TextTest& test;
    bool present(size_t i) const { return texts.offsets[i + 1] > texts.offsets[i]; }
    bool passes(size_t i) const { return present(i) && test.passes(texts[i]); }
    bool passes_absent() const { return false; }
  };
  View view(const Block& block) const { return {block.column(column).texts, *this}; }

  bool passes(std::string_view text) const {
    const auto listed = [&] { return std::find(wanted.texts.begin(), wanted.texts.end(), text) != wanted.texts.end(); };
    switch (wanted.kind) {
      case PlanText::Kind::kPresent: return true;
      case PlanText::Kind::kOneOf: return listed();
      case PlanText::Kind::kNoneOf: return !listed();
      case PlanText::Kind::kContains: return search.found_in(text);
      case PlanText::Kind::kStartsWith: return text.starts_with(wanted.texts[0]);
    }
    return false;
  }
};

class IdentifiedNode final : public PlanNode {
 public:
  explicit IdentifiedNode(bool wanted) : wanted_(wanted) {}
  void narrow(const Block& block, EventBits& bits) const override {
    keep_customers(block, bits,
                   [&](size_t customer, size_t, size_t) { return (block.identified[customer] != 0) == wanted_; });
  }

 private:
  bool wanted_;
};

class EventCountNode final : public PlanNode {
 public:
  explicit EventCountNode(NumberInterval interval) : interval_(interval) {}
  void narrow(const Block& block, EventBits& bits) const override {
    keep_customers(block, bits,
                   [&](size_t, size_t begin, size_t end) { return interval_.holds(static_cast<double>(end - begin)); });
  }

 private:
  NumberInterval interval_;
};

class DidNode final : public PlanNode {
 public:
  DidNode(PlanPtr events, PlanDid did) : events_(std::move(events)), did_(did) {}

  void narrow(const Block& block, EventBits& bits) const override {
    EventBits matches;  // Of the whole lives of the customers who are asked about.
    matches.reset(bits.count(), false);
    keep_customers(block, bits, [&](size_t, size_t begin, size_t end) {
      set_bits(matches, begin, end);
      return true;
    });
    events_->narrow(block, matches);
    keep_customers(block, bits, [&](size_t, size_t begin, size_t end) {
      return did_.count.holds(count(block, matches, begin, end));
    });
  }

 private:
  int64_t count(const Block& block, const EventBits& matches, size_t begin, size_t end) const {
    switch (did_.stretch) {
      case FilterNode::Stretch::kWholeLife: return count_bits(matches, begin, end);
      case FilterNode::Stretch::kWithin: return most_within(block, matches, begin, end);
      case FilterNode::Stretch::kInLast: break;
    }
    int64_t found = 0;
    for_each_bit(matches, begin, end, [&](size_t i) {
      const Micros time = block.times[i];
      found += time <= did_.as_of && did_.as_of - time < did_.length;
    });
    return found;
  }

  // Two marks move over the matches: `first` is the earliest that is at most `length` before the other.
  int64_t most_within(const Block& block, const EventBits& matches, size_t begin, size_t end) const {
    int64_t most = 0;
    int64_t inside = 0;
    size_t first = begin;
    for_each_bit(matches, begin, end, [&](size_t i) {
      ++inside;
      while (!matches.test(first) || block.times[i] - block.times[first] > did_.length) {
        inside -= matches.test(first);
        ++first;
      }
      most = std::max(most, inside);
    });
    return most;
  }

  PlanPtr events_;
  PlanDid did_;
};

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

// Joins the tables over the same column and side into one, in the place of the first.
std::vector<PlanPtr> join_tables(std::vector<PlanPtr> parts, bool all) {
  std::vector<PlanPtr> joined;
  for (PlanPtr& part : parts) {
    const auto* table = dynamic_cast<const TableNode*>(part.get());
    const auto same = std::find_if(joined.begin(), joined.end(), [&](const PlanPtr& other) {
      const auto* other_table = dynamic_cast<const TableNode*>(other.get());
      return table != nullptr && other_table != nullptr && other_table->column == table->column &&
             other_table->side == table->side;
    });
    if (same == joined.end()) {
      joined.push_back(std::move(part));
      continue;
    }
    std::vector<uint8_t> both = static_cast<const TableNode&>(**same).table;
    for (size_t code = 0; code < both.size(); ++code) {
      both[code] = all ? both[code] & table->table[code] : both[code] | table->table[code];
    }
    *same = plan_table(table->column, table->side, std::move(both));
  }
  return joined;
}

// Leaves out constants that change nothing; a constant that decides is returned alone.
std::vector<PlanPtr> simplify(std::vector<PlanPtr> parts, bool all) {
  std::vector<PlanPtr> kept;
  for (PlanPtr& part : join_tables(std::move(parts), all)) {
    const auto* constant = dynamic_cast<const ConstantNode*>(part.get());
    if (constant != nullptr && constant->truth() != all) return {part};
    if (constant == nullptr) kept.push_back(std::move(part));
  }
  if (kept.empty()) kept.push_back(plan_constant(all));
  return kept;
}

}  // namespace

TextSearch::TextSearch(std::string_view wanted) : wanted_(fold_case(wanted)), ascii_(is_ascii(wanted_)) {}

bool TextSearch::found_in(std::string_view text) const {
  if (!is_ascii(text)) return fold_case(text).find(wanted_) != std::string::npos;
  if (!ascii_) return false;
  const auto at = std::search(text.begin(), text.end(), wanted_.begin(), wanted_.end(),
                              [](char a, char b) { return ascii_lower(a) == b; });
  return at != text.end() || wanted_.empty();
}

PlanPtr plan_constant(bool truth) { return std::make_shared<ConstantNode>(truth); }

PlanPtr plan_all(std::vector<PlanPtr> parts) {
  std::vector<PlanPtr> kept = simplify(std::move(parts), true);
  return kept.size() == 1 ? kept[0] : std::make_shared<AllNode>(std::move(kept));
}

PlanPtr plan_any(std::vector<PlanPtr> parts) {
  std::vector<PlanPtr> kept = simplify(std::move(parts), false);
  return kept.size() == 1 ? kept[0] : std::make_shared<AnyNode>(std::move(kept));
}

PlanPtr plan_not(PlanPtr part) {
  if (const auto* constant = dynamic_cast<const ConstantNode*>(part.get())) return plan_constant(!constant->truth());
  if (const auto* table = dynamic_cast<const TableNode*>(part.get())) {
    std::vector<uint8_t> turned = table->table;
    for (uint8_t& passes : turned) passes = passes == 0;
    return plan_table(table->column, table->side, std::move(turned));
  }
  return std::make_shared<NotNode>(std::move(part));
}

PlanPtr plan_table(ColumnId column, PlanSide side, std::vector<uint8_t> table) {
  if (std::all_of(table.begin(), table.end(), [](uint8_t passes) { return passes == 0; })) return plan_constant(false);
  return std::make_shared<TableNode>(column, side, std::move(table));
}

PlanPtr plan_numbers(ColumnId column, PlanSide side, NumberInterval interval) {
  return make_leaf(side, NumberTest{column, interval});
}

PlanPtr plan_integers(ColumnId column, PlanSide side, IntegerInterval interval) {
  return make_leaf(side, IntegerTest{column, interval});
}

PlanPtr plan_money(ColumnId column, ColumnId currency, PlanSide side, std::vector<IntegerInterval> intervals) {
  return make_leaf(side, MoneyTest{column, currency, std::move(intervals)});
}

PlanPtr plan_times(PlanSide side, IntegerInterval interval) { return make_leaf(side, TimeTest{interval}); }

PlanPtr plan_keys(ColumnId column, PlanSide side, std::vector<uint64_t> hashes, bool outside) {
  return make_leaf(side, KeyTest{column, std::move(hashes), outside});
}

PlanPtr plan_texts(ColumnId column, PlanSide side, PlanText text) {
  const bool searches = text.kind == PlanText::Kind::kContains;
  TextSearch search(searches ? std::string_view(text.texts[0]) : std::string_view());
  return make_leaf(side, TextTest{column, std::move(text), std::move(search)});
}

PlanPtr plan_identified(bool wanted) { return std::make_shared<IdentifiedNode>(wanted); }

PlanPtr plan_event_count(NumberInterval interval) { return std::make_shared<EventCountNode>(interval); }

PlanPtr plan_did(PlanPtr events, PlanDid did) { return std::make_shared<DidNode>(std::move(events), did); }

}  // namespace sojourn
