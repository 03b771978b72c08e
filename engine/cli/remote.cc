#include "cli/remote.h"

#include <curl/curl.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/decimal.h"
#include "base/disk.h"
#include "base/text.h"

namespace sojourn {
namespace {

// A transfer that stands still for so long is over.
constexpr long kStillSeconds = 600;
constexpr size_t kProblemBytesMax = 64 * 1024;
constexpr std::string_view kRowsHeader = "x-rows:";

// One request, to be filled, then made once.
class Request {
 public:
  Request(const std::string& address, const std::string& path)
      : address_(address), curl_(curl_easy_init(), curl_easy_cleanup), headers_(nullptr, curl_slist_free_all) {
    set(CURLOPT_URL, (address + path).c_str());
    set(CURLOPT_NOPROXY, "*");
    set(CURLOPT_WRITEFUNCTION, take_bytes);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_HEADERFUNCTION, take_header);
    set(CURLOPT_HEADERDATA, this);
    for (const char* name : {"SOJOURN_TOKEN", "SOJOURN_ADMIN_KEY"}) {
      const char* key = std::getenv(name);
      if (key == nullptr || *key == '\0') continue;
      header("Authorization: Bearer " + std::string(key));
      break;
    }
  }

  template <class Value>
  void set(CURLoption option, Value value) {
    if (curl_ != nullptr) curl_easy_setopt(curl_.get(), option, value);
  }
  void header(const std::string& line) { headers_.reset(curl_slist_append(headers_.release(), line.c_str())); }
  void body(const std::string& text) {
    set(CURLOPT_POSTFIELDS, text.c_str());
    set(CURLOPT_POSTFIELDSIZE, static_cast<long>(text.size()));
  }
  // Only standing still ends it.
  void patient() {
    set(CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(CURLOPT_LOW_SPEED_TIME, kStillSeconds);
  }
  // The reply goes there instead; it is opened when the first of it comes.
  void into(std::FILE* file) { file_ = file; }

  Result<std::string> make() {
    if (curl_ == nullptr) return Status::unavailable("libcurl does not start");
    set(CURLOPT_HTTPHEADER, headers_.get());
    const CURLcode done = curl_easy_perform(curl_.get());
    long code = 0;
    curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &code);
    heard_.status = code;
    curl_off_t pause = 0;  // 0: the answer names none.
    curl_easy_getinfo(curl_.get(), CURLINFO_RETRY_AFTER, &pause);
    if (pause > 0) heard_.try_again_seconds = static_cast<long>(pause);
    if (done == CURLE_ABORTED_BY_CALLBACK) return Status(StatusCode::kCancelled, "it was stopped");
    // A server that refuses a body answers before it has read it, and hangs up.
    if (code >= 400) return error_of_reply(code, reply_);
    if (done == CURLE_WRITE_ERROR) return Status::unavailable("the disk does not take the file");
    if (done != CURLE_OK) return Status::unavailable(curl_easy_strerror(done), address_);
    return std::move(reply_);
  }
  int64_t rows() const { return rows_; }
  const Heard& heard() const { return heard_; }

 private:
  static size_t take_bytes(char* data, size_t size, size_t count, void* into) {
    Request& request = *static_cast<Request*>(into);
    const size_t bytes = size * count;
    long code = 0;
    curl_easy_getinfo(request.curl_.get(), CURLINFO_RESPONSE_CODE, &code);
    if (request.file_ != nullptr && code < 300) return std::fwrite(data, 1, bytes, request.file_);
    if (request.file_ == nullptr || request.reply_.size() < kProblemBytesMax) request.reply_.append(data, bytes);
    return bytes;
  }
  static size_t take_header(char* data, size_t size, size_t count, void* into) {
    const std::string line = lower_ascii(std::string_view(data, size * count));
    if (line.starts_with(kRowsHeader)) {
      const Result<int64_t> rows = parse_integer(trim(std::string_view(line).substr(kRowsHeader.size())));
      if (rows) static_cast<Request*>(into)->rows_ = *rows;
    }
    return size * count;
  }

  std::string address_;
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl_;
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers_;
  std::string reply_;
  std::FILE* file_ = nullptr;
  int64_t rows_ = 0;
  Heard heard_;
};

using OpenFile = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

OpenFile open_file(const std::string& path, const char* mode) {
  return OpenFile(std::fopen(path.c_str(), mode),
                  [](std::FILE* open) { return open == nullptr ? 0 : std::fclose(open); });
}

size_t read_bytes(char* into, size_t size, size_t count, void* from) {
  return std::fread(into, 1, size * count, static_cast<std::FILE*>(from));
}

int tell_sent(void* told, curl_off_t, curl_off_t, curl_off_t, curl_off_t sent) {
  const bool go_on = (*static_cast<const std::function<bool(uint64_t)>*>(told))(static_cast<uint64_t>(sent));
  return go_on ? 0 : 1;
}

}  // namespace

Status error_of_reply(long code, const std::string& body) {
  const nlohmann::json problem = nlohmann::json::parse(body, nullptr, false);
  std::string message = "the server answered " + std::to_string(code);
  std::string where;
  if (problem.is_object()) {
    message = problem.value("detail", problem.value("title", message));
    where = problem.value("where", "");
  }
  if (problem.is_object() && problem.value("code", "") == "signed_out") {
    message = "this server wants to know who asks: a token in SOJOURN_TOKEN, or the admin key in SOJOURN_ADMIN_KEY";
  }
  return code >= 500   ? Status::unavailable(message, where)
         : code == 404 ? Status::not_found(message, where)
         : code == 409 ? Status::conflict(message, where)
                       : Status::invalid(message, where);
}

std::optional<std::string> server_of(const Status& conflict) {
  if (conflict.code() != StatusCode::kConflict) return std::nullopt;
  const std::string& message = conflict.message();
  const size_t begin = message.find("http://");
  if (begin == std::string::npos) return std::nullopt;
  return message.substr(begin, message.find_first_of(" ),;", begin) - begin);
}

Result<std::string> ask_server(const std::string& address, const std::string& path, const std::string& body,
                               const std::string& accept, const std::string& verb, long seconds, Heard* heard) {
  Request request(address, path);
  request.header("Accept: " + accept);
  request.header("Content-Type: application/json");
  request.set(CURLOPT_TIMEOUT, seconds);
  request.set(CURLOPT_ACCEPT_ENCODING, "gzip");
  if (!body.empty()) request.body(body);
  if (!verb.empty()) request.set(CURLOPT_CUSTOMREQUEST, verb.c_str());
  Result<std::string> reply = request.make();
  if (heard != nullptr) *heard = request.heard();
  return reply;
}

Result<std::string> send_file(const std::string& address, const std::string& path, const std::string& file,
                              const std::function<bool(uint64_t bytes)>& sent) {
  std::error_code unknown;
  const auto size = std::filesystem::file_size(file, unknown);
  const OpenFile from = open_file(file, "rb");
  if (from == nullptr || unknown) return Status::not_found("the file cannot be read", file);
  Request request(address, path);
  request.header("Accept: application/json");
  request.header("Content-Type: application/octet-stream");
  request.set(CURLOPT_POST, 1L);
  request.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(size));
  request.set(CURLOPT_READFUNCTION, read_bytes);
  request.set(CURLOPT_READDATA, from.get());
  request.set(CURLOPT_NOPROGRESS, 0L);
  request.set(CURLOPT_XFERINFOFUNCTION, tell_sent);
  request.set(CURLOPT_XFERINFODATA, &sent);
  request.patient();
  return request.make();
}

Result<int64_t> fetch_file(const std::string& address, const std::string& path, const std::string& body,
                           const std::string& file) {
  if (file_exists(file)) return Status::conflict("the file exists already; name another or remove it", file);
  SOJOURN_TRY(const std::string unfinished, make_unfinished_file(file));
  OpenFile into = open_file(unfinished, "wb");
  Request request(address, path);
  request.header("Content-Type: application/json");
  request.body(body);
  request.into(into.get());
  Status status = into == nullptr ? Status::unavailable("the file cannot be written", file) : request.make().status();
  if (status.ok() && std::fclose(into.release()) != 0) {
    status = Status::unavailable("the disk does not take the file", file);
  }
  if (status.ok()) {
    SOJOURN_CHECK(finish_new_file(unfinished, file));
    return request.rows();
  }
  static_cast<void>(remove_file(unfinished).ok());
  return status;
}

std::string path_segment(std::string_view text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_') {
      out += c;
    } else {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  return out;
}

}  // namespace sojourn
