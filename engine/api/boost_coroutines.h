// Makes Boost 1.74 see the coroutines of the compiler. Include it before any header of Boost.
#pragma once

#include <utility>  // awaitable.hpp uses std::exchange without it.

#if defined(__clang__) && __has_include(<coroutine>)
#define BOOST_ASIO_HAS_CO_AWAIT 1  // Of clang Boost only knows the coroutines before C++20.
#endif
