#include "cli/remote.h"

#include <curl/curl.h>

#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>

namespace sojourn {
namespace {

constexpr long kTimeoutSeconds = 600;

size_t collect_bytes(char* data, size_t size, size_t count, void* into) {
  static_cast<std::string*>(into)->append(data, size * count);
  return size * count;
}

Status error_of(long code, const std::string& body) {
  const nlohmann::json problem = nlohmann::json::parse(body, nullptr, false);
  std::string message = "the server answered " + std::to_string(code);
  std::string where;
  if (problem.is_object()) {
    message = problem.value("detail", problem.value("title", message));
    where = problem.value("where", "");
  }
  return code >= 500   ? Status::unavailable(message, where)
         : code == 404 ? Status::not_found(message, where)
         : code == 409 ? Status::conflict(message, where)
                       : Status::invalid(message, where);
}

}  // namespace

std::optional<std::string> server_of(const Status& conflict) {
  if (conflict.code() != StatusCode::kConflict) return std::nullopt;
  const std::string& message = conflict.message();
  const size_t begin = message.find("http://");
  if (begin == std::string::npos) return std::nullopt;
  return message.substr(begin, message.find_first_of(" ),;", begin) - begin);
}

Result<std::string> ask_server(const std::string& address, const std::string& path, const std::string& body,
                               const std::string& accept, const std::string& verb) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), curl_easy_cleanup);
  if (curl == nullptr) return Status::unavailable("libcurl does not start");
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(
      curl_slist_append(nullptr, ("Accept: " + accept).c_str()), curl_slist_free_all);
  headers.reset(curl_slist_append(headers.release(), "Content-Type: application/json"));
  if (const char* key = std::getenv("SOJOURN_ADMIN_KEY"); key != nullptr && *key != '\0') {
    headers.reset(curl_slist_append(headers.release(), ("Authorization: Bearer " + std::string(key)).c_str()));
  }
  std::string reply;
  curl_easy_setopt(curl.get(), CURLOPT_URL, (address + path).c_str());
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, collect_bytes);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &reply);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, kTimeoutSeconds);
  curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl.get(), CURLOPT_ACCEPT_ENCODING, "gzip");
  if (!body.empty()) {
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
  }
  if (!verb.empty()) curl_easy_setopt(curl.get(), CURLOPT_CUSTOMREQUEST, verb.c_str());
  const CURLcode done = curl_easy_perform(curl.get());
  if (done != CURLE_OK) return Status::unavailable(curl_easy_strerror(done), address);
  long code = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &code);
  if (code >= 400) return error_of(code, reply);
  return reply;
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
