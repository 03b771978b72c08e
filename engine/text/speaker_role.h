// Who a role of a conversation is: customer (also caller, client, user, visitor ...), agent (operator, representative,
// human ...), bot (ivr, assistant, virtual agent ...), system; in any case of letters. Any other is unknown.
// Threads: any. Cost: a look at some tens of words.
#pragma once

#include <string_view>

#include "text/conversation.h"

namespace sojourn {

Speaker speaker_of_role(std::string_view role);

}  // namespace sojourn
