// What was sent of a report: a document of the record, kind "report_state".
#pragma once

#include <string>
#include <vector>

#include "act/delivery.h"
#include "act/state_book.h"

namespace sojourn {

inline constexpr size_t kReportSendingsKept = 50;

struct ReportSending {
  std::string id;
  Micros at = 0;
  Micros slot = 0;     // 0: by hand.
  std::string reason;  // Why nothing was sent; "" : it was, or is to be.
  std::vector<Delivery> told;
};

struct ReportState {
  std::string name;
  Micros slot = 0;                      // The newest that was dealt with.
  std::vector<ReportSending> sendings;  // Oldest first.
};

// "sent", "waiting", "failed: why".
std::string sending_outcome(const ReportSending& sending);
// Is a letter of it still on its way, or to be tried again?
bool is_open(const ReportSending& sending);

struct ReportStateKind {
  using Value = ReportState;
  static constexpr const char* kDocument = "report_state";
  static constexpr const char* kNoun = "state of report";
  static Result<ReportState> parse(const Document& document);
  // Without the oldest sendings that are over, where there are too many.
  static std::string text(ReportState& state);
};
using ReportStates = StateBook<ReportStateKind>;

}  // namespace sojourn
