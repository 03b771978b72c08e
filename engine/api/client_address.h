// Where a request comes from, for counting; of those who sign in it stands in their sessions and in the audit log.
//
// Proxies   on this machine name the sender as the last of X-Forwarded-For; what other senders say there is not
//           believed. With a port or without, an address is the same; what is no address counts as one sender.
// Loopback  says nothing about who it is: the owner's boards and programs share it with every page that a browser of this
//           machine shows. It is nobody's address.
// IPv6      one network of 64 bits is one sender: who has one has all its addresses.
#pragma once

#include <string>
#include <string_view>

#include "api/http_message.h"

namespace sojourn {

// `peer`: the address at the other end of the connection. "" : nobody is to be counted.
std::string client_address(std::string_view peer, const HttpRequest& request);

}  // namespace sojourn
