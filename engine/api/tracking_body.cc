#include "api/tracking_body.h"

#include "api/compression.h"
#include "formats/form.h"

namespace sojourn {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_escaped_json(std::string_view body) {
  return body.starts_with("%7B") || body.starts_with("%7b") || body.starts_with("%5B") || body.starts_with("%5b");
}

}  // namespace

Result<std::string> open_tracking_body(const HttpRequest& request, size_t bytes_max) {
  const std::string* encoding = request.header("Content-Encoding");
  SOJOURN_TRY(std::string body,
              unpack_body(request.body, encoding == nullptr ? std::string_view() : *encoding, bytes_max));
  if (body.starts_with(kByteOrderMark)) body.erase(0, kByteOrderMark.size());
  if (!is_escaped_json(body)) return body;
  body = percent_decoded(body, true);
  if (body.ends_with('=')) body.pop_back();  // Of a form whose one field has a name and no value.
  return body;
}

}  // namespace sojourn
