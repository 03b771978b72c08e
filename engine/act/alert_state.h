// How alerts stand, and how they stood: documents of the record, kind "alert_state", one an alert.
//
// Durable   a change is in the record before it is seen, together with whom it is to be told. What an alert's figure is
//           meanwhile is only held in memory: it is looked at again after a start.
// Forgets   the newest kAlertEntriesKept changes are kept.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "act/delivery.h"
#include "act/state_book.h"
#include "store/store.h"

namespace sojourn {

inline constexpr size_t kAlertEntriesKept = 200;

enum class AlertStanding : unsigned char { kUnknown, kFiring, kQuiet, kNoData, kSnoozed, kOff, kTrouble };
std::string_view standing_name(AlertStanding standing);

struct AlertFigure {
  std::optional<double> value;
  std::optional<double> low;
  std::optional<double> high;
  std::optional<int64_t> n;
  Micros as_of = 0;
};

// A change of state.
struct AlertEntry {
  std::string id;  // Names what is told of it.
  Micros at = 0;
  AlertStanding standing = AlertStanding::kUnknown;
  AlertFigure figure;
  std::string reason;
  std::vector<Delivery> told;
  std::string scope{};  // Within which it was judged; "" : everything.
};

struct AlertState {
  std::string name;
  AlertStanding standing = AlertStanding::kUnknown;
  Micros since = 0;
  std::string reason;
  Micros snoozed_until = 0;
  bool told_firing = false;  // The last that was told is that it fires.
  AlertFigure figure;
  std::string scope;                // Within which the figure was judged.
  std::vector<AlertEntry> entries;  // Oldest first.
};

// null where it is not known.
boards::Json figure_json(const AlertFigure& figure);

struct AlertStateKind {
  using Value = AlertState;
  static constexpr const char* kDocument = "alert_state";
  static constexpr const char* kNoun = "state of alert";
  static Result<AlertState> parse(const Document& document);
  // Without the oldest entries, where there are too many.
  static std::string text(AlertState& state);
};
using AlertStates = StateBook<AlertStateKind>;

}  // namespace sojourn
