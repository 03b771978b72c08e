// Our own events: POST /v1/events takes one object, a list of them, or JSON lines, with the names of import files
// (docs/formats/import.md): a file of JSON and a body of JSON make the same events. Rejects tell the line, or of a list
// the element, from 1.
#include "base/encoding.h"
#include "base/text.h"
#include "collect/json_flattener.h"
#include "collect/json_reader.h"
#include "tracking/dialects.h"

namespace sojourn {

Status read_plain(const TrackingRequest& request, EventWriter& writer) {
  std::string_view body = request.body;
  if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
  body = trim(body);
  if (body.empty()) return Status::invalid("the body is empty", "body");
  const size_t bad = find_bad_utf8(body);
  if (bad != std::string_view::npos) return Status::invalid("not UTF-8 at byte " + std::to_string(bad), "body");
  if (body.front() != '{' && body.front() != '[') return Status::invalid("not JSON: events are objects {...}", "body");
  SOJOURN_TRY(std::unique_ptr<ByteStream> bytes, ByteStream::over(std::string(body), "body"));
  JsonReader rows(TextStream(std::move(bytes), Encoding::kUtf8), JsonNames::kOfDocument);
  std::vector<Cell> row;
  const bool list = body.front() == '[';
  uint64_t number = 0;
  bool any = false;
  Status first;
  for (;;) {
    const Result<bool> more = rows.next(row);
    if (more && !*more) break;
    if (!more && more.error().code() != StatusCode::kInvalidArgument)
      return Status::invalid(more.error().message(), "body");
    writer.row();
    ++number;
    const uint64_t line = list ? number : rows.line();
    const std::string raw = rows.raw();
    if (!more) {
      const bool json = !more.error().message().starts_with(kNotJson);
      any = any || json;
      if (first.ok() && !json) first = more.error();
      SOJOURN_CHECK(writer.reject(line, raw, more.error().where(), more.error().message()));
      continue;
    }
    any = true;
    writer.begin(line, raw);
    for (size_t column = 0; column < row.size(); ++column) writer.set(rows.columns()[column], row[column]);
    SOJOURN_CHECK(writer.end().status());
  }
  // Nothing of it is JSON: that is the body's fault.
  if (!any && !first.ok()) return first;
  return {};
}

}  // namespace sojourn
