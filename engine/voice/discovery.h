// Discovery: through what customers come to us first, and whether that hangs on one platform.
//   share(platform) = 100 * customers whose first contact it was / customers with a first contact in the range
//   concentration   = sum over platforms of share^2 (Herfindahl and Hirschman), 0 to 1
//
// Counts    identified customers, by the first event of their life that is not ours (direction out) and passes the
//           filter, where it lies in the range. Those whose event has no platform are in the row without a name, and
//           count among all. The platform is the field of node; by itself the first that any event has of
//           properties.platform, properties.network, campaign and channel.
// Unit      % with Wilson's interval at 95 %. concentrated: yes where the lower end is above half. concentration: of the
//           customers whose platform is known.
// Empty     no first contact in the range: no rows.
// Split     a customer is in the group of the first event.
// Merge     exact, any order. Cost: O(events before the first that counts); state O(platforms).
// Errors    bind: the field of node. load: kCorruption. Threads: const and safe.
// Source    Wilson, JASA 22, 1927; Hirschman, American Economic Review 54, 1964.
// Checked   brute force twin over random lives, discovery_test.cc; tests/oracles/discovery.sql.
#pragma once

#include <string>

#include "measure/by_code.h"
#include "measure/definition.h"
#include "measure/fold.h"
#include "measure/node_column.h"

namespace sojourn {

class Discovery {
 public:
  static constexpr int kStateVersion = 1;
  static constexpr Split kSplit = Split::kByAnchor;
  static constexpr Scope kScope = Scope::kUntilEnd;

  struct State {
    ByCode<int64_t> customers;  // By platform; 0: none.
  };

  static Result<Discovery> bind(BindContext& context);
  std::vector<AnswerColumn> columns() const;
  void fold(const Slice& slice, Groups<State>& groups) const;
  void merge(State& into, const State& from) const;
  // The commonest first, the unknown ones last.
  void finish(const State& state, Rows& rows) const;
  void save(const State& state, ByteWriter& out) const;
  Result<State> load(ByteReader& in) const;

 private:
  NodeColumn platforms_;
  ColumnId direction_ = 0;
  uint32_t out_ = 0;  // The code of ours.
  TimeRange range_;
};

MeasureDefinition discovery_definition();

}  // namespace sojourn
