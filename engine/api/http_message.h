// One HTTP request and its reply as plain values, free of sockets: what handlers and their tests speak.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/status.h"

namespace sojourn {

class EventStream;
class PendingReply;
class SentFile;
class UploadFile;

using NamedText = std::pair<std::string, std::string>;

struct HttpRequest {
  std::string method;              // "GET"; exact, since methods are case-sensitive.
  std::string path;                // As sent, percent-encoded, without the query.
  std::vector<NamedText> query;    // Decoded, in order.
  std::vector<NamedText> headers;  // In order; names as sent.
  std::string body;
  std::string request_id;                // Given by the server; stands in the reply and in problems.
  std::string target;                    // The line's own words: path and query as sent, which some senders sign.
  std::shared_ptr<UploadFile> upload{};  // The body of a route that takes files (Route::upload); `body` is empty then.
  std::string client{};                  // The address of the sender (client_address.h); "" where nobody counts.
  bool secure = false;                   // Came over TLS (tls_proxy.h).

  // The first header of that name, in any case of letters; nullptr when there is none. Borrowed.
  const std::string* header(std::string_view name) const;
  size_t count_headers(std::string_view name) const;
};

struct HttpReply {
  int status = 200;
  std::string type;  // Content-Type; "" when there is no body.
  std::string body;
  std::vector<NamedText> headers;
  std::shared_ptr<PendingReply> pending{};  // All of it comes later, from there (pending_reply.h).
  std::shared_ptr<EventStream> stream{};    // The body comes from there and has no end (event_stream.h).
  std::shared_ptr<SentFile> file{};         // The body is there (sent_file.h).

  // The same with one more header.
  HttpReply with(std::string name, std::string value) && {
    headers.emplace_back(std::move(name), std::move(value));
    return std::move(*this);
  }
  // "" when there is none.
  std::string_view header(std::string_view name) const;
};

// A status that stands for "the client left while we were at it"; nothing is sent.
inline constexpr int kStatusClientGone = 499;

// "Not Found"; the phrases of RFC 9110.
std::string_view status_phrase(int status);

// Are two header names (or other ASCII words) the same in any case of letters?
bool same_word(std::string_view a, std::string_view b);
// Without blanks and tabs at both ends.
std::string_view trimmed(std::string_view text);

// The target of a request line: "/v1/customers/a%2Fb?limit=5", or in the absolute form that proxies use.
struct RequestTarget {
  std::string authority;  // "example.org:8080" of the absolute form, else "".
  std::string path;       // Percent-encoded as sent; begins with "/", or is "*".
  std::vector<NamedText> query;
};

// Reads a target. Errors: kInvalidArgument (`where` says which byte) for a form we do not know, a bad escape, bytes
// that are not UTF-8, control characters, more than 64 parameters.
Result<RequestTarget> parse_request_target(std::string_view target);

// "%41" becomes "A"; where `plus_is_blank`, "+" becomes a blank. Errors: kInvalidArgument as above.
Result<std::string> percent_decode(std::string_view text, bool plus_is_blank);
// For one segment of a path or one value of a query.
std::string percent_encode(std::string_view text);

// "a=1&b=x+y" as pairs, decoded. Errors: as above.
Result<std::vector<NamedText>> parse_query(std::string_view text);

// The decoded segments of a path: "/a/b%2Fc" is {"a", "b/c"}; "/" is {""}.
Result<std::vector<std::string>> path_segments(std::string_view path);

}  // namespace sojourn
