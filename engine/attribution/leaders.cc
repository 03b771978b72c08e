#include "attribution/leaders.h"

#include <algorithm>
#include <tuple>

#include "measure/cells.h"
#include "measure/parameters.h"
#include "stats/exact_sum.h"

namespace sojourn {
namespace {

constexpr std::string_view kNoTouch = "(none)";
constexpr std::string_view kOther = "(other)";
constexpr const char* kCloser = "closer";
constexpr const char* kNoConversions = "no conversions";
constexpr const char* kOneCustomer =
    "all conversions are those of one customer, which says nothing about how customers differ";

}  // namespace

std::vector<ParameterInfo> Leaders::parameters() {
  ParameterInfo group = parameter("group", ParameterType::kText, "",
                                  "show=groups: a name and a filter of the last touch, in order, e.g. "
                                  "service: channel = \"call\". The first group that fits counts.");
  group.repeated = true;
  return {parameter("closer", ParameterType::kFilter, "channel in (\"store\", \"agent\", \"dealer\")",
                    "show=closer: which touches are the closer's."),
          group};
}

Result<Leaders::Group> Leaders::bind_group(BindContext& context, const std::string& text) {
  const size_t colon = text.find(':');
  const size_t begin = text.find_first_not_of(' ');
  if (colon == std::string::npos || begin == colon) {
    return Status::invalid("\"" + text + "\" is not of the form name: filter", "group");
  }
  const size_t end = text.find_last_not_of(' ', colon - 1);
  Group group;
  group.name = text.substr(begin, end - begin + 1);
  SOJOURN_TRY(group.filter, context.filter(text.substr(colon + 1), "group " + group.name));
  return group;
}

Result<Leaders> Leaders::bind(BindContext& context) {
  Leaders bound;
  SOJOURN_TRY(bound.paths_, ConversionPaths::bind(context));
  context.only_identified();
  if (context.text("show") == kCloser) {
    SOJOURN_TRY(auto closer, context.filter(context.text("closer"), "closer"));
    bound.groups_.push_back({kCloser, std::move(closer)});
    return bound;
  }
  for (const std::string& text : context.texts("group")) {
    SOJOURN_TRY(Group group, bind_group(context, text));
    const bool known = std::any_of(bound.groups_.begin(), bound.groups_.end(),
                                   [&](const Group& each) { return each.name == group.name; });
    if (known) return Status::invalid("\"" + group.name + "\" is given twice", "group");
    bound.groups_.push_back(std::move(group));
  }
  bound.nodes_apart_ = bound.groups_.empty();
  return bound;
}

std::vector<AnswerColumn> Leaders::columns() const {
  std::vector<AnswerColumn> columns = value_columns("%");
  columns.insert(columns.begin(), {"group", ColumnRole::kKey, ""});
  columns.insert(columns.end(), {{"n", ColumnRole::kDetail, "conversions"},
                                 {"led", ColumnRole::kCount, "conversions"},
                                 {"customers", ColumnRole::kCount, "customers"}});
  return columns;
}

void Leaders::prepare(const Block& block, EventBits& shown, Scratch& scratch) const {
  paths_.prepare(block, shown, scratch.paths);
  scratch.groups.resize(groups_.size());
  for (size_t i = 0; i < groups_.size(); ++i) groups_[i].filter->select(block, scratch.groups[i]);
  ConversionPaths::show_once(block, scratch.paths.conversions, shown);
}

Leaders::Label Leaders::label_of(const ConversionPath& path, const Scratch& scratch) const {
  if (path.touches.empty()) return {};
  const Touch& last = path.touches.back();
  for (uint32_t i = 0; i < groups_.size(); ++i) {
    if (scratch.groups[i].test(last.event)) return {i + 1, 0};
  }
  return nodes_apart_ ? Label{0, last.node} : Label{other(), 0};
}

void Leaders::fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const {
  Room& room = scratch.room;
  if (!paths_.read(slice, scratch.paths, room.paths)) return;
  room.found.clear();
  paths_.for_each_conversion(room.paths, [&](const ConversionPath& path) {
    room.found.emplace_back(&groups.at(path.event), label_of(path, scratch));
  });
  // By state, then by label: the customer's conversions in each, and how many of them each label led.
  std::sort(room.found.begin(), room.found.end());
  for (size_t begin = 0; begin < room.found.size();) {
    State& state = *room.found[begin].first;
    size_t end = begin;
    while (end < room.found.size() && room.found[end].first == &state) ++end;
    const auto conversions = static_cast<int64_t>(end - begin);
    state.all.add(conversions, 0);
    while (begin < end) {
      const Label label = room.found[begin].second;
      const size_t from = begin;
      while (begin < end && room.found[begin].second == label) ++begin;
      Led& led = state.at(label);
      led.conversions += static_cast<int64_t>(begin - from);
      led.customers.add(conversions, static_cast<int64_t>(begin - from));
    }
  }
}

Leaders::Led& Leaders::State::at(const Label& label) {
  const auto [found, added] = places.emplace(label, static_cast<uint32_t>(led.size()));
  return added ? led.emplace_back(Led{label, 0, {}}) : led[found->second];
}

void Leaders::merge(State& into, const State& from) const {
  into.all.merge(from.all);
  for (const Led& led : from.led) {
    Led& target = into.at(led.label);
    target.conversions += led.conversions;
    target.customers.merge(led.customers);
  }
}

// A node that is called like one of our rows stays apart from it.
std::string Leaders::label_text(const Label& label) const {
  if (label == Label{}) return std::string(kNoTouch);
  if (label.group == other()) return std::string(kOther);
  if (label.group > 0) return groups_[label.group - 1].name;
  const std::string text(paths_.node().names->text(label.node));
  const bool ours = text == kNoTouch || text == kOther ||
                    std::any_of(groups_.begin(), groups_.end(), [&](const Group& each) { return each.name == text; });
  return ours ? '"' + text + '"' : text;
}

void Leaders::add_row(const State& state, const Led& led, Rows& rows) const {
  const int64_t all = state.all.answers();
  std::vector<Value> cells{label_text(led.label)};
  add_share(led.conversions, all, kNoConversions, cells);
  if (all > 0) {
    cells.resize(2);
    const std::optional<double> worth = state.all.with_sums_of(led.customers).effective_n(led.conversions);
    const double share = static_cast<double>(led.conversions) / static_cast<double>(all);
    add_interval(worth ? wilson(share * *worth, *worth) : std::nullopt, 100, kOneCustomer, cells);
  }
  cells.insert(cells.end(), {all, led.conversions, led.customers.persons()});
  rows.add(std::move(cells));
}

void Leaders::finish(const State& state, Rows& rows) const {
  std::vector<std::pair<std::tuple<int, int64_t, std::string>, Led>> sorted;
  for (uint32_t i = 1; i <= groups_.size(); ++i) sorted.push_back({{0, i, ""}, {{i, 0}, 0, {}}});
  for (const Led& led : state.led) {
    const bool group = led.label.group > 0 && led.label.group <= groups_.size();
    if (group) {
      sorted[led.label.group - 1].second = led;
    } else {
      const int place = led.label == Label{} ? 3 : led.label.group > 0 ? 2 : 1;
      sorted.push_back({{place, -led.conversions, label_text(led.label)}, led});
    }
  }
  if (sorted.empty()) sorted.push_back({{3, 0, ""}, {}});
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [key, led] : sorted) add_row(state, led, rows);
}

void Leaders::save(const State& state, ByteWriter& out) const {
  state.all.save(out);
  std::vector<std::tuple<uint32_t, std::string, const Led*>> sorted;
  for (const Led& led : state.led) {
    const Label& label = led.label;
    sorted.emplace_back(label.group, label.node == 0 ? "" : std::string(paths_.node().names->text(label.node)), &led);
  }
  std::sort(sorted.begin(), sorted.end());
  out.u64(sorted.size());
  for (const auto& [group, node, led] : sorted) {
    out.u32(group);
    out.text(node);
    out.i64(led->conversions);
    led->customers.save(out);
  }
}

Result<Leaders::State> Leaders::load(ByteReader& in) const {
  State state;
  SOJOURN_TRY(state.all, ClusterSums::load(in));
  SOJOURN_TRY(const uint64_t count, in.count(2 * sizeof(int64_t)));
  int64_t conversions = 0;
  for (uint64_t i = 0; i < count; ++i) {
    Led led;
    SOJOURN_TRY(led.label.group, in.u32());
    SOJOURN_TRY(const std::string node, in.text());
    led.label.node = node.empty() ? 0 : paths_.node().names->intern(node);
    SOJOURN_TRY(led.conversions, load_count(in, 1));
    SOJOURN_TRY(led.customers, ClusterSums::load(in));
    const bool known = led.label.group <= (nodes_apart_ ? groups_.size() : other());
    if (!known || (led.label.node != 0 && (led.label.group > 0 || !nodes_apart_))) {
      return in.corrupt("a group that was not asked for");
    }
    const bool fits = led.conversions <= led.customers.answers() && led.customers.persons() <= led.conversions &&
                      led.customers.persons() <= state.all.persons() && led.customers.answers() <= state.all.answers();
    if (!fits) return in.corrupt("a group has more than there is");
    conversions += led.conversions;
    state.at(led.label) = led;
    if (state.led.size() != i + 1) return in.corrupt("a group stands there twice");
  }
  if (conversions != state.all.answers()) return in.corrupt("the groups do not add up to the conversions");
  return state;
}

}  // namespace sojourn
