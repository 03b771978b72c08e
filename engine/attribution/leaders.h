// Who led the conversions: the share of each group, by the last touch before the conversion.
//   value(group) = 100 * conversions led by the group / conversions
//
// A conversion is led by the last touch of its path (conversion_paths.h): by the first group whose filter that touch
// passes. show=closer has one group, "closer", and splits the rest by the node of the last touch; show=groups has the
// groups of the parameter `group`, each "name: filter", and "(other)"; without any it splits by node. Conversions
// without a touch are "(none)". So the rows add up to all conversions.
// Counts    n: all conversions that count; led: those of the row; customers: theirs. Identified customers only.
// Unit      percent; Wilson's interval, with as many conversions as those of several customers are worth (cluster.h).
// Empty     no conversions: none, with the reason.
// Split     a conversion belongs to the group of its (first) event.
// Merge     exact, any order. Cost: O(1) an event; state: 64 bytes a row.
// Errors    bind: kInvalidArgument for a group without a name or filter. load: kCorruption.
// Threads   const and safe; a Scratch belongs to one thread.
// Source    Court, Elzinga, Mulder, Vetvik, McKinsey Quarterly 2009(3): what is reported of the closer.
// Checked   brute force in leaders_test.cc; tests/oracles/attribution.sql.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "attribution/conversion_paths.h"
#include "stats/cluster.h"

namespace sojourn {

class Leaders {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kUntilEnd;

  // A group by its number from 1, or a node of the rest; (0, 0): no touch.
  struct Label {
    uint32_t group = 0;
    uint32_t node = 0;
    auto operator<=>(const Label&) const = default;
  };
  struct Led {
    Label label;
    int64_t conversions = 0;
    ClusterSums customers;  // By customer: conversions, and how many of them it led.
  };
  struct State {
    ClusterSums all;  // By customer: conversions, and 0.
    std::vector<Led> led;
    std::map<Label, uint32_t> places;  // Into led.
    Led& at(const Label& label);
  };
  struct Room {
    ConversionPaths::Room paths;
    std::vector<std::pair<State*, Label>> found;  // Of one customer.
  };
  struct Scratch {
    ConversionPaths::Scratch paths;
    std::vector<EventBits> groups;
    mutable Room room;  // Reused; a Scratch belongs to one thread.
  };

  static std::vector<ParameterInfo> parameters();
  static Result<Leaders> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void prepare(const Block& block, EventBits& shown, Scratch& scratch) const;
  void fold(const Slice& slice, Groups<State>& groups, const Scratch& scratch) const;
  void merge(State& into, const State& from) const;
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  struct Group {
    std::string name;
    std::shared_ptr<const Predicate> filter;
  };
  static Result<Group> bind_group(BindContext& context, const std::string& text);
  Label label_of(const ConversionPath& path, const Scratch& scratch) const;
  std::string label_text(const Label& label) const;
  void add_row(const State& state, const Led& led, Rows& rows) const;
  // Of all that is neither of a group nor without a touch, when nodes are not told apart.
  uint32_t other() const { return static_cast<uint32_t>(groups_.size()) + 1; }

  ConversionPaths paths_;
  std::vector<Group> groups_;
  bool nodes_apart_ = true;  // Is the rest split by node?
};

}  // namespace sojourn
