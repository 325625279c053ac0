//! Compiles a kernel for newer instructions too, and chooses when it runs.
//!
//! Both versions do the same scalar operations in every lane, without fused multiply-add, and so give the same bytes.

/// Defines `$name` as `$body` (an `#[inline(always)]` function) compiled for AVX2 and for the plain target, chosen by
/// what the processor has.
macro_rules! kernel {
    ($(#[$meta:meta])* $visible:vis fn $name:ident $(<$life:lifetime>)? = $body:path, ($($argument:ident: $type:ty),* $(,)?) $(-> $result:ty)?) => {
        $(#[$meta])*
        #[allow(clippy::too_many_arguments)]
        $visible fn $name $(<$life>)? ($($argument: $type),*) $(-> $result)? {
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2,bmi2")]
                fn wide $(<$life>)? ($($argument: $type),*) $(-> $result)? {
                    $body($($argument),*)
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
