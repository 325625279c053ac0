//! Compiles a kernel for newer instructions too, and chooses when it runs.
//!
//! All versions do the same scalar operations in every lane, without fused multiply-add, and so give the same bytes.

/// Defines `$name` as `$body` (an `#[inline(always)]` function) compiled for AVX-512, for AVX2 and for the plain target,
/// chosen by what the processor has.
macro_rules! kernel {
    ($(#[$meta:meta])* $visible:vis fn $name:ident $(<$life:lifetime>)? = $body:path, ($($argument:ident: $type:ty),* $(,)?) $(-> $result:ty)?) => {
        $(#[$meta])*
        #[allow(clippy::too_many_arguments)]
        $visible fn $name $(<$life>)? ($($argument: $type),*) $(-> $result)? {
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx512f,avx512vl,avx512dq,avx512bw,bmi2")]
                fn widest $(<$life>)? ($($argument: $type),*) $(-> $result)? {
                    $body($($argument),*)
                }
                #[target_feature(enable = "avx2,bmi2")]
                fn wide $(<$life>)? ($($argument: $type),*) $(-> $result)? {
                    $body($($argument),*)
                }
                if $crate::engine::dispatch::has_avx512() {
                    // SAFETY: the processor has the features that the function is compiled for.
                    return unsafe { widest($($argument),*) };
                }
                if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("bmi2") {
                    // SAFETY: the processor has the features that the function is compiled for.
                    return unsafe { wide($($argument),*) };
                }
            }
            $body($($argument),*)
        }
    };
}

pub(crate) use kernel;

/// Whether the processor has the AVX-512 instructions that kernels are compiled for.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
pub fn has_avx512() -> bool {
    std::arch::is_x86_feature_detected!("avx512f")
        && std::arch::is_x86_feature_detected!("avx512vl")
        && std::arch::is_x86_feature_detected!("avx512dq")
        && std::arch::is_x86_feature_detected!("avx512bw")
        && std::arch::is_x86_feature_detected!("bmi2")
}
