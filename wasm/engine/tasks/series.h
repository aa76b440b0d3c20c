#pragma once
// A time series to be continued: frames x_1 … x_T (width 1), values x_2 … x_(T+1), what follows each of them.
//
//   sine      sin(0.01 t) + noise                                    (D2L 9.1, there with noise 0.2 and T = 1000)
//   damped    e^(−0.003 t) · sin(0.05 t) + noise
//   sines     sin(0.05 t) + ½ sin(0.13 t) + noise                    two periods without a common one
//   logistic  x_(t+1) = 3.9 x_t (1 − x_t) + noise, kept in [0, 1]    chaos: x_1 uniform in [0.1, 0.9)
//
// t = 1, 2 …; `variant` is one of these, `noise` the standard deviation: 0.2, for the logistic map (whose noise stays in
// the system) 0 unless it is given; `length` T.

#include "tasks/example.h"

namespace unrolled {

/// The sine of any number up to some 10^6, from its Taylor series: libm differs between platforms.
double sine_of(double x);

Example make_series(Random& random, const TaskOptions& options);

inline constexpr Task series_task{
    "series", Form::numbers, 1, make_series, "", "sine damped sines logistic", 1000, 2, 20000, 0, 0, 0, -1};

}  // namespace unrolled
