// Where the record is looked into and its links are made: in the data folder, or over HTTP at the server that holds it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "answers/customer_stages.h"
#include "base/status.h"
#include "store/store.h"

namespace sojourn {

class RecordDesk {
 public:
  virtual ~RecordDesk() = default;

  struct Rejects {
    int64_t total = 0;
    std::vector<RejectRow> rows;
  };
  virtual Result<Rejects> rejects(const std::string& source, size_t limit) = 0;

  // How many rows of SQL there may be at most.
  virtual size_t sql_rows_max() const = 0;
  virtual Result<SqlTable> sql(const std::string& text, size_t limit) = 0;

  struct Size {
    int64_t events = 0;
    int64_t customers = 0;          // Those whom we can name.
    std::optional<TimeRange> span;  // Of the events; empty when there are none.
    int64_t parts = 0;
    int64_t bytes = 0;
  };
  virtual Result<Size> size() = 0;

  struct Life {
    std::vector<Identifier> identifiers;  // The first names the customer.
    std::vector<StoredEvent> events;
    std::vector<StageStay> stays;
  };
  virtual Result<Life> life(const Identifier& who, TimeRange range, size_t limit, size_t offset) = 0;

  // Does an event or a link name it? Errors: those of asking, but for kNotFound.
  virtual Result<bool> knows(const Identifier& who) = 0;
  virtual Result<LinkFact> link(const Identifier& a, const Identifier& b, const std::string& reason) = 0;
  virtual Result<LinkFact> unlink(int64_t number) = 0;
  virtual Result<std::vector<LinkFact>> unlink(const Identifier& a, const Identifier& b) = 0;
  virtual Result<std::vector<LinkFact>> links(const std::optional<Identifier>& of) = 0;
  // Guarded identifiers. A server tells those of one customer at a time: without `of`, none.
  virtual Result<std::vector<Store::Flag>> flags(const std::optional<Identifier>& of) = 0;
};

// `create`: make the folder when it is missing. Errors: those of open_workplace, but for a server that can be asked.
Result<std::unique_ptr<RecordDesk>> open_record_desk(const std::string& folder, const std::string& owner, bool create);

}  // namespace sojourn
