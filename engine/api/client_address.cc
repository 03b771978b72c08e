#include "api/client_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <optional>

namespace sojourn {
namespace {

constexpr std::string_view kUnreadable = "unknown";  // All that a proxy names by no address are one.

std::string_view last_forwarded(const HttpRequest& request) {
  std::string_view last;
  for (const auto& [name, value] : request.headers) {
    if (!same_word(name, "X-Forwarded-For")) continue;
    const std::string_view all = value;
    const size_t comma = all.rfind(',');
    last = trimmed(comma == std::string_view::npos ? all : all.substr(comma + 1));
  }
  return last;
}

// "1.2.3.4:56" -> "1.2.3.4", "[::1]:56" -> "::1", "fe80::1%eth0" -> "fe80::1".
std::string_view without_port(std::string_view text) {
  const size_t colon = text.find(':');
  if (text.starts_with('[')) {
    text = text.substr(1, text.find(']') - 1);
  } else if (colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos) {
    text = text.substr(0, colon);
  }
  return text.substr(0, text.find('%'));
}

// One of IPv4 becomes one of IPv6 (::ffff:1.2.3.4), as sockets that take both show it.
std::optional<in6_addr> read_address(std::string_view text) {
  const std::string plain(without_port(text));
  in6_addr address{};
  if (inet_pton(AF_INET6, plain.c_str(), &address) == 1) return address;
  in_addr old{};
  if (inet_pton(AF_INET, plain.c_str(), &old) != 1) return std::nullopt;
  return inet_pton(AF_INET6, ("::ffff:" + plain).c_str(), &address) == 1 ? std::optional(address) : std::nullopt;
}

bool is_loopback(const in6_addr& address) {
  constexpr uint8_t kLoopback = 127;
  return IN6_IS_ADDR_LOOPBACK(&address) || (IN6_IS_ADDR_V4MAPPED(&address) && address.s6_addr[12] == kLoopback);
}

std::string network_of(in6_addr address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (IN6_IS_ADDR_V4MAPPED(&address)) {
    inet_ntop(AF_INET, std::begin(address.s6_addr) + 12, text.data(), text.size());
  } else {
    std::fill(std::begin(address.s6_addr) + 8, std::end(address.s6_addr), uint8_t{0});
    inet_ntop(AF_INET6, &address, text.data(), text.size());
  }
  return text.data();
}

// As it is counted: nobody's, a network's, or one that cannot be read.
std::string name_of(const std::optional<in6_addr>& address) {
  if (!address) return std::string(kUnreadable);
  return is_loopback(*address) ? std::string() : network_of(*address);
}

}  // namespace

std::string client_address(std::string_view peer, const HttpRequest& request) {
  const std::optional<in6_addr> near = read_address(peer);
  if (!near || !is_loopback(*near)) return name_of(near);
  const std::string_view forwarded = last_forwarded(request);
  return forwarded.empty() ? std::string() : name_of(read_address(forwarded));
}

}  // namespace sojourn
