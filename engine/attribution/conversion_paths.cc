#include "attribution/conversion_paths.h"

#include <algorithm>

#include "measure/parameters.h"
#include "timelines/filter_bits.h"

namespace sojourn {

std::vector<ParameterInfo> ConversionPaths::parameters() {
  return {
      node_parameter("channel"),
      parameter("conversion", ParameterType::kFilter, "touchpoint in (\"purchase\", \"conversion\")",
                "Which events are conversions. Lines of one order are one conversion."),
      parameter("touch", ParameterType::kFilter, "",
                "Which events may lead to a conversion; without it every event that is none. Events that were not "
                "perceived have no effect."),
      parameter("look_back", ParameterType::kDuration, "30d",
                "How long before its conversion a touch still counts, inclusive."),
      choice("conversions", {"all", "first", "repeat"},
             "all: each with its own look-back; first: each customer's first one; repeat: all but the first."),
      parameter("collapse", ParameterType::kBool, "true",
                "A run of touches of one node is one touch, which stands at its last event."),
      choice("direct", {"keep", "ignore_if_other"},
             "ignore_if_other: touches of the direct node are dropped unless the path has no others."),
      parameter("direct_node", ParameterType::kText, "direct", "The node that stands for direct visits."),
  };
}

Result<ConversionPaths> ConversionPaths::bind(BindContext& context) {
  ConversionPaths paths;
  SOJOURN_TRY(paths.node_, bind_node_column(context, "node"));
  SOJOURN_TRY(paths.conversion_, context.filter(context.text("conversion"), "conversion"));
  if (const std::string touch = context.text("touch"); !touch.empty()) {
    SOJOURN_TRY(paths.touch_, context.filter(touch, "touch"));
  }
  SOJOURN_TRY(paths.unperceived_, context.filter("perceived = false", "touch"));
  paths.order_ = context.column("order");
  paths.look_back_ = context.duration("look_back");
  paths.range_ = context.range();
  paths.as_of_ = context.as_of();
  const std::string which = context.text("conversions");
  paths.which_ = which == "first" ? Which::kFirst : which == "repeat" ? Which::kRepeat : Which::kAll;
  paths.collapse_ = context.flag("collapse");
  paths.drops_direct_ = context.text("direct") == "ignore_if_other";
  paths.direct_ = paths.node_.names->find(context.text("direct_node")).value_or(0);
  return paths;
}

void ConversionPaths::prepare(const Block& block, const EventBits& shown, Scratch& scratch) const {
  conversion_->select(block, scratch.conversions);
  unperceived_->select(block, scratch.unperceived);
  if (touch_ != nullptr) {
    touch_->select(block, scratch.candidates);
  } else {
    scratch.candidates.reset(block.event_count(), true);
    for (size_t w = 0; w < shown.words().size(); ++w) {
      scratch.candidates.words()[w] &= ~scratch.conversions.words()[w];
    }
  }
  scratch.touches.reset(block.event_count(), false);
  for (size_t w = 0; w < shown.words().size(); ++w) {
    const uint64_t candidates = scratch.candidates.words()[w] &= shown.words()[w];
    scratch.unperceived.words()[w] &= candidates;
    scratch.touches.words()[w] = candidates & ~scratch.unperceived.words()[w];
    scratch.conversions.words()[w] &= shown.words()[w];
  }
}

bool ConversionPaths::read(const Slice& slice, const Scratch& scratch, Room& room) const {
  const size_t begin = slice.block.begins[slice.customer];
  const size_t end = slice.block.begins[slice.customer + 1];
  room.heads.clear();
  room.found.clear();
  for_each_bit(scratch.conversions, begin, end, [&](size_t event) {
    room.heads.emplace_back(static_cast<uint32_t>(event), static_cast<uint32_t>(event));
  });
  const auto count = static_cast<size_t>(count_bits(scratch.touches, begin, end));
  room.all.resize(node_.column ? count : 0);
  if (node_.column) {
    const CodeColumn codes = slice.block.column(*node_.column).codes;
    switch (codes.width()) {
      case 1: read_touches(slice, static_cast<const uint8_t*>(codes.raw()), scratch, room); break;
      case 2: read_touches(slice, static_cast<const uint16_t*>(codes.raw()), scratch, room); break;
      default: read_touches(slice, static_cast<const uint32_t*>(codes.raw()), scratch, room);
    }
  }
  if (room.heads.empty()) return false;
  read_conversions(slice.block, room);
  return true;
}

// REQUIRES: room for all touches in room.all. Runs are only needed for paths.
template <class Code>
void ConversionPaths::read_touches(const Slice& slice, const Code* codes, const Scratch& scratch, Room& room) const {
  const Micros* const times = slice.block.times.data();
  const size_t begin = slice.block.begins[slice.customer];
  const size_t end = slice.block.begins[slice.customer + 1];
  const bool with_runs = collapse_ && !room.heads.empty();
  Touch* next = room.all.data();
  for_each_bit(scratch.touches, begin, end, [&](size_t event) {
    *next = {times[event], static_cast<uint32_t>(event), codes[event]};
    next += next->node != 0 ? 1 : 0;
  });
  room.all.resize(static_cast<size_t>(next - room.all.data()));
  if (!with_runs) return;
  room.runs.resize(room.all.size());
  room.run_of.resize(room.all.size());
  uint32_t runs = 0;
  uint32_t before = 0;
  for (size_t i = 0; i < room.all.size(); ++i) {  // Without a branch that would be guessed wrong.
    const Touch& touch = room.all[i];
    runs += touch.node != before ? 1 : 0;
    before = touch.node;
    room.runs[runs - 1] = touch;
    room.run_of[i] = runs - 1;
  }
  room.runs.resize(runs);
}

void ConversionPaths::read_conversions(const Block& block, Room& room) const {
  const std::span<const uint64_t> orders = block.column(order_).keys;
  const bool named =
      std::any_of(room.heads.begin(), room.heads.end(), [&](const auto& head) { return orders[head.second] != 0; });
  if (named && room.heads.size() > 1) unite_orders(block, room);
  room.lines.clear();
  for (const auto& [head, event] : room.heads) {
    if (head == event) {
      room.found.push_back({block.times[event], event, static_cast<uint32_t>(room.lines.size()), 0});
    }
    ++room.found.back().line_count;
    room.lines.push_back(event);
  }
}

// Lines of one order become one conversion, at the first of them.
void ConversionPaths::unite_orders(const Block& block, Room& room) const {
  auto& heads = room.heads;
  room.orders.clear();
  for (const auto& [head, event] : heads) room.orders.emplace_back(block.column(order_).keys[event], event);
  std::sort(room.orders.begin(), room.orders.end());
  heads.clear();
  uint32_t first = 0;
  for (size_t i = 0; i < room.orders.size(); ++i) {
    const auto& [order, event] = room.orders[i];
    const bool goes_on = i > 0 && order != 0 && room.orders[i - 1].first == order;
    if (!goes_on) first = event;
    heads.emplace_back(first, event);
  }
  std::sort(heads.begin(), heads.end());
}

void ConversionPaths::show_once(const Block& block, const EventBits& wanted, EventBits& shown) {
  shown.reset(block.event_count(), false);
  for (size_t customer = 0; customer < block.customers.size(); ++customer) {
    const size_t begin = block.begins[customer];
    if (any_bit(wanted, begin, block.begins[customer + 1])) shown.set(begin);
  }
}

std::span<const Touch> ConversionPaths::tidied(std::span<const Touch> touches, std::vector<Touch>& room) const {
  bool only_direct = true;
  if (drops_direct_) {
    only_direct = std::all_of(touches.begin(), touches.end(), [&](const Touch& each) { return each.node == direct_; });
  }
  if (!collapse_ && only_direct) return touches;
  room.clear();
  for (const Touch& touch : touches) {
    if (!only_direct && touch.node == direct_) continue;
    if (collapse_ && !room.empty() && room.back().node == touch.node) {
      room.back() = touch;
    } else {
      room.push_back(touch);
    }
  }
  return room;
}

}  // namespace sojourn
