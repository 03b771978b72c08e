// Looks at a table that nobody described and proposes what each column fills: the beginning of a map file, for people
// to correct (sojourn map; docs/formats/map.md).
//
// Evidence  the names of the columns (English, and the commonest words of Dutch, German, French and Spanish), and what
//           nine of ten values look like: e-mail addresses, phone numbers, times and how they are written, whole
//           numbers on a scale, money, lengths of time, yes and no, written text.
// Caution   what is not known is kept as a property of its own name; names and addresses of people are left out.
//           Nothing is certain: `why` says what spoke for it.
// Events    one a row; where columns hold answers on scales, one for each answer. A comment goes with the answer that
//           stands before it; where that is blank, and of further comments, it is an event of kind "text".
// Rows      the first kProposalRows are looked at.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/status.h"
#include "event/fields.h"
#include "event/row_source.h"

namespace sojourn {

inline constexpr size_t kProposalRows = 1000;

struct ColumnProposal {
  std::string column;                // Its name in the file.
  std::vector<std::string> samples;  // The first different values, cut; at most three.
  int64_t filled = 0;                // Rows that have a value.
  // A name of import files: "time", "who.email", "answer", "text", "properties.plan" ...; "" : left out.
  std::string target;
  std::string why;
  std::string kind;                                         // Of an answer: "nps", "csat", "rating" ...
  Scale scale;                                              // Of an answer; min = max: the kind's own.
  std::string time_format;                                  // Of a time: a pattern; "" : ISO 8601 or an epoch.
  std::string unit;                                         // Of a length of time: "ms", "min", "h"; "" : seconds.
  std::string strip_prefix, strip_suffix;                   // Of money: a currency's sign.
  bool point_zero = false;                                  // Numbers written as 17850.0, which names lose.
  std::string times;                                        // Of an amount: the column with the quantity; "" : none.
  std::vector<std::pair<std::string, std::string>> values;  // A translation: {"inbound", "in"}.
};

struct MapProposal {
  std::string source;  // Name of the source that the map will give.
  std::string zone;    // Of times without an offset; "" : UTC.
  int64_t rows = 0;    // That were looked at.
  std::vector<ColumnProposal> columns;
  std::vector<std::pair<std::string, std::string>>
      constants;  // {"touchpoint", "purchase"}: what every event says, where no column does.
};

// `name`: of the file, from which the source and perhaps the touchpoint are taken.
// Errors: those that end `rows`; kInvalidArgument when it has no columns or no rows.
Result<MapProposal> propose_map(RowSource& rows, std::string_view name);

// Corrects a column by a word as people write it: a name of import files; "nps", "csat", "ces", "stars" ... or "1-10"
// for an answer; "property" or "" to keep it under its own name; "-" to leave it out.
// Errors: kInvalidArgument, with near names.
Status choose_target(MapProposal& proposal, size_t column, std::string_view word);

// The first other column that fills what this one fills, where only one can.
std::optional<size_t> rival_of(const MapProposal& proposal, size_t column);

// What still keeps it from being a map: no column with the time, two columns for one field. Ok when there is nothing.
Status check_proposal(const MapProposal& proposal);

// The map file. REQUIRES: check_proposal() is ok.
std::string map_toml(const MapProposal& proposal);

}  // namespace sojourn
