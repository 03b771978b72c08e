// Makes Boost 1.74 see the coroutines of the compiler. Include it before any header of Boost.
#pragma once

#include <utility>  // awaitable.hpp uses std::exchange without it.

#if defined(__clang__) && !defined(__cpp_impl_coroutine)
// clang 14 has the coroutines of C++20 but does not say so, and Boost then looks for <experimental/coroutine>.
#define __cpp_impl_coroutine 201902L
#define BOOST_ASIO_HAS_CO_AWAIT 1
#define BOOST_ASIO_HAS_STD_COROUTINE 1
#endif
